import CloudTrailCore
import FoundationEssentials

/// Items of DynamoDB. Every read is consistent, and writes are transactions: one that is sent again after a lost answer is
/// known by its token, where a conditional PutItem would fail on its own work.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
public struct DynamoDB: Sendable {
    /// What one transaction takes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    public static let transactionLimit = 100
    /// Of one item, names and values. 400 KB
    public static let itemLimit = 400 << 10
    static let target = "DynamoDB_20120810"

    public typealias Item = [String: AttributeValue]

    let client: AWSClient
    public let region: Region

    /// In the settings' region.
    public init(_ access: AWSAccess) {
        client = access.client
        region = access.region
    }

    /// nil when there is none.
    public func item(_ key: Item, in table: String) async throws(AWSError) -> Item? {
        try await client.json(
            Operation(.getItem, in: region), target: Self.target, ItemInput(TableName: table, Key: key),
            as: ItemOutput.self
        ).Item
    }

    /// All items of a partition, by their sort key.
    public func items(_ partition: Condition, in table: String) async throws(AWSError) -> [Item] {
        try await pages(.query, PageInput(TableName: table, key: partition))
    }

    /// The last `count` items of a partition, by their sort key, the last first. Fewer only where there are no more.
    public func newest(_ count: Int, _ partition: Condition, in table: String) async throws(AWSError) -> [Item] {
        var input = PageInput(TableName: table, key: partition)
        input.ScanIndexForward = false
        return try await pages(.query, input, atMost: count)
    }

    /// All items of a table, in no order.
    public func items(of table: String) async throws(AWSError) -> [Item] {
        try await pages(.scan, PageInput(TableName: table))
    }

    /// Some of a table's items.
    public struct Page: Sendable {
        public var items: [Item]
        /// What the next page follows; nil after the last.
        public var next: Item?
    }

    /// Those of the next page, in no order, of which the condition holds; maybe none, and yet not the last page.
    public func page(of table: String, where filter: Condition?, after last: Item?) async throws(AWSError) -> Page {
        var input = PageInput(TableName: table, filter: filter)
        input.ExclusiveStartKey = last
        return try await page(.scan, input)
    }

    /// All pages: one may be empty and yet not the last.
    private func pages(
        _ call: AWSCall, _ input: PageInput, atMost count: Int = .max
    ) async throws(AWSError) -> [Item] {
        var (input, items) = (input, [Item]())
        while true {
            if count < .max { input.Limit = count - items.count }
            let page = try await page(call, input)
            items += page.items
            guard items.count < count, let next = page.next else { return items }
            input.ExclusiveStartKey = next
        }
    }

    private func page(_ call: AWSCall, _ input: PageInput) async throws(AWSError) -> Page {
        let page = try await client.json(Operation(call, in: region), target: Self.target, input, as: PageOutput.self)
        let next = page.LastEvaluatedKey ?? [:]
        guard next.isEmpty || next != input.ExclusiveStartKey else {
            throw AWSError(.malformedAnswer, call: call.rawValue, "the next page is the same page again")
        }
        return Page(items: page.Items ?? [], next: next.isEmpty ? nil : next)
    }

    /// false when the condition does not hold. It is for items that many write at once, where transactions would meet; the
    /// condition must hold of the item's own earlier arrival, since after a lost answer it is sent again.
    public func put(_ item: Item, in table: String, if condition: Condition) async throws(AWSError) -> Bool {
        do throws(AWSError) {
            _ = try await client.json(
                Operation(.putItem, in: region), target: Self.target,
                PutInput(
                    TableName: table, Item: item, ConditionExpression: condition.expression,
                    ExpressionAttributeNames: condition.names.unlessEmpty,
                    ExpressionAttributeValues: condition.values.unlessEmpty),
                as: Nothing.self)
            return true
        } catch let error where error.code == "ConditionalCheckFailedException" {
            return false
        }
    }

    /// All of the writes or none. Up to `transactionLimit`, none of two to one item. `token` makes a repeated call the same call.
    public func write(_ writes: [Write], token: String = UUID().uuidString) async throws(AWSError) {
        _ = try await client.json(
            Operation(.transactWriteItems, in: region), target: Self.target,
            TransactionInput(TransactItems: writes, ClientRequestToken: token), as: Nothing.self)
    }
}

private struct ItemInput: Encodable {
    var TableName: String
    var Key: DynamoDB.Item
    var ConsistentRead = true
}

private struct ItemOutput: Decodable {
    var Item: DynamoDB.Item?
}

private struct PageInput: Encodable {
    var TableName: String
    var KeyConditionExpression: String?
    var FilterExpression: String?
    var ExpressionAttributeNames: [String: String]?
    var ExpressionAttributeValues: DynamoDB.Item?
    var ExclusiveStartKey: DynamoDB.Item?
    var ScanIndexForward: Bool?
    var Limit: Int?
    var ConsistentRead = true

    init(TableName: String, key: Condition? = nil, filter: Condition? = nil) {
        self.TableName = TableName
        KeyConditionExpression = key?.expression
        FilterExpression = filter?.expression
        ExpressionAttributeNames = (key ?? filter)?.names.unlessEmpty
        ExpressionAttributeValues = (key ?? filter)?.values.unlessEmpty
    }
}

private struct PageOutput: Decodable {
    var Items: [DynamoDB.Item]?
    var LastEvaluatedKey: DynamoDB.Item?
}

private struct PutInput: Encodable {
    var TableName: String
    var Item: DynamoDB.Item
    var ConditionExpression: String
    var ExpressionAttributeNames: [String: String]?
    var ExpressionAttributeValues: DynamoDB.Item?
}

private struct TransactionInput: Encodable {
    var TransactItems: [Write]
    var ClientRequestToken: String
}

/// An answer of which nothing is read.
struct Nothing: Decodable {}
