import CloudTrailCore

extension DynamoDB {
    /// The names of a table's key, both of text.
    public struct KeySchema: Hashable, Sendable {
        public var hash: String
        /// nil for a table without a sort key.
        public var range: String?

        public init(hash: String, range: String?) {
            self.hash = hash
            self.range = range
        }
    }

    /// A table as far as it is looked at.
    public struct Table: Hashable, Sendable {
        public var key: KeySchema
        public var isActive: Bool
    }

    /// nil when there is none of that name.
    public func table(_ name: String) async throws(AWSError) -> Table? {
        do throws(AWSError) {
            let answer = try await client.json(
                Operation(.describeTable, in: region), target: Self.target, TableInput(TableName: name),
                as: DescribeOutput.self
            ).Table
            func key(_ type: String) -> String? { answer.KeySchema.first { $0.KeyType == type }?.AttributeName }
            let isActive = answer.TableStatus == "ACTIVE" || answer.TableStatus == "UPDATING"
            return Table(key: KeySchema(hash: key("HASH") ?? "", range: key("RANGE")), isActive: isActive)
        } catch let error where error.code == "ResourceNotFoundException" {
            return nil
        }
    }

    /// Makes a table that is paid by use; it takes a while to become active.
    public func createTable(_ name: String, key: KeySchema) async throws(AWSError) {
        let names = [key.hash] + (key.range.map { [$0] } ?? [])
        _ = try await client.json(
            Operation(.createTable, in: region), target: Self.target,
            CreateInput(
                TableName: name, AttributeDefinitions: names.map { .init(AttributeName: $0) },
                KeySchema: zip(names, ["HASH", "RANGE"]).map { .init(AttributeName: $0, KeyType: $1) }),
            as: Nothing.self)
    }

    /// Lets the table be restored to any second of the last 35 days.
    public func keepBackups(of table: String) async throws(AWSError) {
        _ = try await client.json(
            Operation(.updateContinuousBackups, in: region), target: Self.target,
            BackupsInput(TableName: table), as: Nothing.self)
    }

    /// Lets items go after the second that their attribute says. DynamoDB takes up to days, so readers look at it as well.
    public func expireItems(of table: String, by attribute: String) async throws(AWSError) {
        do throws(AWSError) {
            _ = try await client.json(
                Operation(.updateTimeToLive, in: region), target: Self.target,
                ExpiryInput(TableName: table, TimeToLiveSpecification: .init(AttributeName: attribute)),
                as: Nothing.self)
        } catch let error where error.code == "ValidationException" && error.rawMessage.contains("already enabled") {
            return
        }
    }
}

private struct TableInput: Encodable {
    var TableName: String
}

private struct KeyElement: Codable {
    var AttributeName: String
    var KeyType: String
}

private struct DescribeOutput: Decodable {
    struct Content: Decodable {
        var KeySchema: [KeyElement]
        var TableStatus: String
    }
    var Table: Content
}

private struct CreateInput: Encodable {
    struct Attribute: Encodable {
        var AttributeName: String
        var AttributeType = "S"
    }
    var TableName: String
    var AttributeDefinitions: [Attribute]
    var KeySchema: [KeyElement]
    var BillingMode = "PAY_PER_REQUEST"
}

private struct BackupsInput: Encodable {
    struct Specification: Encodable { var PointInTimeRecoveryEnabled = true }
    var TableName: String
    var PointInTimeRecoverySpecification = Specification()
}

private struct ExpiryInput: Encodable {
    struct Specification: Encodable {
        var AttributeName: String
        var Enabled = true
    }
    var TableName: String
    var TimeToLiveSpecification: Specification
}
