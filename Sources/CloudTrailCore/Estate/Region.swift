/// An AWS region's name, such as `eu-west-1`.
public struct Region: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let rawValue: String

    /// nil unless `text` has the form of a region's name (`[a-z]+(-[a-z]+)+-[0-9]+`); it need not exist.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, text.utf8.count <= 32, let number = parts.last, !number.isEmpty,
            number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            parts.dropLast().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } })
        else { return nil }
        rawValue = text
    }

    public var description: String { rawValue }

    public static func < (left: Region, right: Region) -> Bool { left.rawValue < right.rawValue }
}

extension Region: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let region = Region(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an AWS region: \(text)"))
        }
        self = region
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
