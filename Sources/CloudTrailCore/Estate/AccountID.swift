/// A twelve-digit AWS account id.
public struct AccountID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let rawValue: String

    /// nil unless `text` is exactly twelve ASCII digits.
    public init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rawValue = text
    }

    public var description: String { rawValue }

    public static func < (left: AccountID, right: AccountID) -> Bool { left.rawValue < right.rawValue }
}

extension AccountID: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = AccountID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "an AWS account id has twelve digits"))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
