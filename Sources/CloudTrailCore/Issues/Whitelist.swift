import struct FoundationEssentials.Date

/// Accepted risks, per account and region: whitelist.json plus the entries added from chat.
public struct Whitelist: Hashable, Sendable {
    /// One accepted risk.
    public struct Entry: Hashable, Sendable, Codable {
        public enum Origin: Hashable, Sendable, Codable {
            /// whitelist.json, which only its owner changes.
            case file
            /// Chat: who, when and why. `by` is shown to people as it is.
            case chat(by: String, at: Date, reason: String?)
        }

        public var account: AccountID
        public var scope: RegionScope
        public var origin: Origin

        public init(account: AccountID, scope: RegionScope, origin: Origin) {
            self.account = account
            self.scope = scope
            self.origin = origin
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// The first entry that covers a place.
    public func entry(covering place: AccountRegion) -> Entry? {
        entries.first { $0.account == place.account && $0.scope.contains(place.region) }
    }
}

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
