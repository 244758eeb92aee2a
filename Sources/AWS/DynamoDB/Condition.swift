/// What must hold of an item for it to be written, or of a key to be found.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
public struct Condition: Hashable, Sendable {
    /// Names as `#name`, values as `:name`.
    public var expression: String
    public var names: [String: String]
    public var values: [String: AttributeValue]

    /// `names` and `values` without the characters that mark them.
    public init(_ expression: String, names: [String: String] = [:], values: [String: AttributeValue] = [:]) {
        self.expression = expression
        self.names = Dictionary(uniqueKeysWithValues: names.map { ("#" + $0.key, $0.value) })
        self.values = Dictionary(uniqueKeysWithValues: values.map { (":" + $0.key, $0.value) })
    }

    public static func absent(_ attribute: String) -> Condition {
        Condition("attribute_not_exists(#a)", names: ["a": attribute])
    }

    public static func present(_ attribute: String) -> Condition {
        Condition("attribute_exists(#a)", names: ["a": attribute])
    }

    public static func equal(_ attribute: String, _ value: AttributeValue) -> Condition {
        Condition("#a = :v", names: ["a": attribute], values: ["v": value])
    }
}

/// One action of a transaction.
public struct Write: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Replaces what was there.
        case put([String: AttributeValue])
        /// Nothing to delete is no failure.
        case delete(key: [String: AttributeValue])
    }

    public var kind: Kind
    public var table: String
    public var condition: Condition?

    public static func put(
        _ item: [String: AttributeValue], in table: String, if condition: Condition? = nil
    ) -> Write {
        Write(kind: .put(item), table: table, condition: condition)
    }

    public static func delete(
        _ key: [String: AttributeValue], in table: String, if condition: Condition? = nil
    ) -> Write {
        Write(kind: .delete(key: key), table: table, condition: condition)
    }
}

extension Write: Encodable {
    private enum Key: String, CodingKey { case Put, Delete }

    private struct Action: Encodable {
        var TableName: String
        var Item: [String: AttributeValue]?
        var Key: [String: AttributeValue]?
        var ConditionExpression: String?
        var ExpressionAttributeNames: [String: String]?
        var ExpressionAttributeValues: [String: AttributeValue]?
    }

    public func encode(to encoder: any Encoder) throws {
        var action = Action(TableName: table)
        action.ConditionExpression = condition?.expression
        action.ExpressionAttributeNames = condition?.names.unlessEmpty
        action.ExpressionAttributeValues = condition?.values.unlessEmpty
        var values = encoder.container(keyedBy: Key.self)
        switch kind {
        case .put(let item):
            action.Item = item
            try values.encode(action, forKey: .Put)
        case .delete(let key):
            action.Key = key
            try values.encode(action, forKey: .Delete)
        }
    }
}

extension Dictionary {
    /// Empty ones are refused.
    var unlessEmpty: Self? { isEmpty ? nil : self }
}
