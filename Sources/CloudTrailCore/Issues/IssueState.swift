import struct FoundationEssentials.Date

extension Issue {
    /// Where an issue stands.
    public enum State: Hashable, Sendable, Codable {
        /// → every other state.
        case open
        /// Somebody is on it; changes are still told. → open (given back), snoozed, whitelisted, resolved
        case acknowledged(by: String)
        /// Quiet until a time, unless it gets worse than `severity`. → open, acknowledged, whitelisted, resolved
        case snoozed(until: Date, by: String, severity: Severity)
        /// The trouble is there, and accepted. → open (entry gone, or worse), resolved
        case whitelisted
        /// Gone at a clean look, not yet told. → closed, open, whitelisted
        case resolved
        /// Gone, and told. → open, whitelisted
        case closed

        public var status: Status {
            switch self {
            case .open: .open
            case .acknowledged: .acknowledged
            case .snoozed: .snoozed
            case .whitelisted: .whitelisted
            case .resolved: .resolved
            case .closed: .closed
            }
        }
    }

    /// The state's name: Hammer's four, and our own two, which are `open` to Hammer.
    public enum Status: String, Sendable, Codable, CaseIterable {
        case open
        case acknowledged
        case snoozed
        case whitelisted
        case resolved
        case closed

        /// As Hammer's table has it.
        public var hammerStatus: Status {
            switch self {
            case .acknowledged, .snoozed: .open
            case .open, .whitelisted, .resolved, .closed: self
            }
        }

        /// The trouble is there and not accepted.
        public static let unsettled: Set<Status> = [.open, .acknowledged, .snoozed]
        /// The trouble is there.
        public static let standing: Set<Status> = unsettled.union([.whitelisted])
        /// Not yet over, or not yet told to be: what is listed unless one asks for more.
        public static let current: Set<Status> = standing.union([.resolved])
    }

    /// Which whitelist entry quiets an issue, and what it was taken to accept.
    public struct Acceptance: Hashable, Sendable, Codable {
        public var entry: Whitelist.Entry
        /// The worst that was accepted; anything worse is told in spite of the entry. nil until there was a trouble to accept.
        public var severity: Severity?

        public init(entry: Whitelist.Entry, severity: Severity?) {
            self.entry = entry
            self.severity = severity
        }
    }
}
