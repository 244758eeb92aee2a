/// One region, or all of an account (`*`).
public enum RegionScope: Hashable, Sendable, CustomStringConvertible {
    case all
    case region(Region)

    /// `*` or a region's name.
    public init?(_ text: String) {
        if text == "*" { self = .all } else if let region = Region(text) { self = .region(region) } else { return nil }
    }

    public func contains(_ region: Region) -> Bool {
        switch self {
        case .all: true
        case .region(let own): own == region
        }
    }

    public var description: String {
        switch self {
        case .all: "*"
        case .region(let region): region.rawValue
        }
    }
}

extension RegionScope: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let scope = RegionScope(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "neither * nor a region: \(text)"))
        }
        self = scope
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
