import struct FoundationEssentials.Date

/// A stored issue: one region of one account that is, or was, in trouble. Hammer's record and lifecycle.
public struct Issue: Hashable, Sendable, Codable {
    /// Hammer's statuses.
    public enum Status: String, Sendable, Codable, CaseIterable {
        case open
        /// The trouble is still there, and accepted.
        case whitelisted
        /// Gone at a clean look, not yet told.
        case resolved
        /// Gone, and told.
        case closed
    }

    /// Hammer's timestamps.
    public struct Timestamps: Hashable, Sendable, Codable {
        public var identified: Date
        public var updated: Date
        public var reported: Date?
        public var resolved: Date?
        public var closed: Date?

        public init(
            identified: Date, updated: Date, reported: Date? = nil, resolved: Date? = nil, closed: Date? = nil
        ) {
            self.identified = identified
            self.updated = updated
            self.reported = reported
            self.resolved = resolved
            self.closed = closed
        }
    }

    public var place: AccountRegion
    public var status: Status
    public var findings: [Finding]
    /// The trails as last seen.
    public var trails: [TrailSnapshot]
    public var timestamps: Timestamps
    public var ticket: TicketState
    /// Clean looks in a row since the trouble was last seen.
    public var cleanLooks: Int
    /// Counts the writes: 0 for an issue that was never stored. A store refuses a write over a newer version.
    public var version: Int

    public init(
        place: AccountRegion, status: Status, findings: [Finding], trails: [TrailSnapshot], timestamps: Timestamps,
        ticket: TicketState = .none, cleanLooks: Int = 0, version: Int = 0
    ) {
        self.place = place
        self.status = status
        self.findings = findings
        self.trails = trails
        self.timestamps = timestamps
        self.ticket = ticket
        self.cleanLooks = cleanLooks
        self.version = version
    }
}

/// Where an issue's ticket stands. The intent is stored before anything is created, so that a crash never makes two.
public enum TicketState: Hashable, Sendable, Codable {
    case none
    /// Asked for; `identity` labels the ticket so that it can be found again.
    case intended(identity: String, by: String, at: Date)
    case created(Ticket)

    public var ticket: Ticket? { if case .created(let ticket) = self { ticket } else { nil } }
}

/// A ticket in the issue tracker.
public struct Ticket: Hashable, Sendable, Codable {
    /// Such as `SEC-12`.
    public var key: String
    /// The link people open.
    public var url: String
    /// The assignee as the tracker knows it, nil when unassigned.
    public var assigneeID: String?

    public init(key: String, url: String, assigneeID: String? = nil) {
        self.key = key
        self.url = url
        self.assigneeID = assigneeID
    }
}
