/// A value of DynamoDB, of the kinds that our tables and Hammer's have.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
public enum AttributeValue: Hashable, Sendable {
    case string(String)
    /// As DynamoDB writes it: up to 38 digits, more than a Double keeps.
    case number(String)
    case bool(Bool)
    case null
    case map([String: AttributeValue])
    case list([AttributeValue])
    /// Sets and bytes, which are passed over; they cannot be written.
    case other

    public static func number(_ value: Int) -> AttributeValue { .number(String(value)) }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var int: Int? { if case .number(let value) = self { Int(value) } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var map: [String: AttributeValue]? { if case .map(let value) = self { value } else { nil } }
    public var list: [AttributeValue]? { if case .list(let value) = self { value } else { nil } }

    public subscript(key: String) -> AttributeValue? { map?[key] }

    /// How many bytes of an item's 400 KB it takes, rounded up.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    public var storedBytes: Int {
        switch self {
        case .string(let value): value.utf8.count
        case .number: 21
        case .bool, .null, .other: 1
        case .map(let members): members.reduce(3) { $0 + $1.key.utf8.count + $1.value.storedBytes + 1 }
        case .list(let values): values.reduce(3) { $0 + $1.storedBytes + 1 }
        }
    }
}

extension AttributeValue: Codable {
    private enum Key: String, CodingKey { case S, N, BOOL, NULL, M, L }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self =
            switch values.allKeys.first {
            case .S: .string(try values.decode(String.self, forKey: .S))
            case .N: .number(try values.decode(String.self, forKey: .N))
            case .BOOL: .bool(try values.decode(Bool.self, forKey: .BOOL))
            case .NULL: .null
            case .M: .map(try values.decode([String: AttributeValue].self, forKey: .M))
            case .L: .list(try values.decode([AttributeValue].self, forKey: .L))
            case nil: .other
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .string(let value): try values.encode(value, forKey: .S)
        case .number(let value): try values.encode(value, forKey: .N)
        case .bool(let value): try values.encode(value, forKey: .BOOL)
        case .null: try values.encode(true, forKey: .NULL)
        case .map(let value): try values.encode(value, forKey: .M)
        case .list(let value): try values.encode(value, forKey: .L)
        case .other:
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "a kind of value that is only read"))
        }
    }
}
