import struct FoundationEssentials.Date

/// Accepted risks, per account and region: whitelist.json plus the entries added from chat.
public struct Whitelist: Hashable, Sendable {
    /// One accepted risk.
    public struct Entry: Hashable, Sendable, Codable {
        public enum Origin: Hashable, Sendable, Codable {
            /// whitelist.json, which only its owner changes.
            case file
            /// Chat: who and when. `by` is shown to people as it is.
            case chat(by: String, at: Date)
        }

        public var account: AccountID
        public var scope: RegionScope
        public var origin: Origin
        public var reason: String?
        /// It ends at this moment; nil for never.
        public var until: Date?

        public init(
            account: AccountID, scope: RegionScope, origin: Origin, reason: String? = nil, until: Date? = nil
        ) {
            self.account = account
            self.scope = scope
            self.origin = origin
            self.reason = reason
            self.until = until
        }

        public func isInForce(at now: Date) -> Bool { until.map { now < $0 } ?? true }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// The entry in force that covers a place; of several the one that lasts longest, so that an ending one is not missed
    /// while another stays, and of those the latest decision.
    public func entry(covering place: AccountRegion, at now: Date) -> Entry? {
        entries.filter { $0.account == place.account && $0.scope.contains(place.region) && $0.isInForce(at: now) }
            .max { ($0.end, $0.decidedAt) < ($1.end, $1.decidedAt) }
    }
}

extension Whitelist.Entry {
    fileprivate var end: Date { until ?? .distantFuture }

    fileprivate var decidedAt: Date { if case .chat(_, let date) = origin { date } else { .distantPast } }
}
