import CloudTrailCore

extension DynamoDB {
    /// What one call takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
    private static let batchLimit = 100
    /// Calls in a row that may answer nothing at all.
    private static let patience = 6

    /// Those items of these keys that there are, in no order. No key twice.
    public func items(_ keys: [Item], in table: String) async throws(AWSError) -> [Item] {
        var (items, rest, idle) = ([Item](), keys[...], 0)
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batchLimit))
            let answer = try await client.json(
                Operation(.batchGetItem, in: region), target: Self.target,
                KeysInput(RequestItems: [table: .init(Keys: batch)]), as: KeysOutput.self)
            items += answer.Responses?[table] ?? []
            // What DynamoDB had no capacity for, or what 16 MB had no room for.
            let missing = answer.UnprocessedKeys?[table]?.Keys ?? []
            idle = missing.count == batch.count ? idle + 1 : 0
            guard idle < Self.patience else {
                throw AWSError(
                    .refused(code: "ProvisionedThroughputExceededException"), call: "BatchGetItem",
                    "the table \(table) answers no reads at the moment")
            }
            if !missing.isEmpty { await client.pause(after: max(idle, 1)) }
            rest = (missing + rest.dropFirst(batch.count))[...]
        }
        return items
    }
}

private struct Keys: Codable {
    var Keys: [DynamoDB.Item]
    var ConsistentRead = true

    init(Keys: [DynamoDB.Item]) {
        self.Keys = Keys
    }

    init(from decoder: any Decoder) throws {
        Keys = try decoder.container(keyedBy: CodingKeys.self).decode([DynamoDB.Item].self, forKey: .Keys)
    }
}

private struct KeysInput: Encodable {
    var RequestItems: [String: Keys]
}

private struct KeysOutput: Decodable {
    var Responses: [String: [DynamoDB.Item]]?
    var UnprocessedKeys: [String: Keys]?
}
