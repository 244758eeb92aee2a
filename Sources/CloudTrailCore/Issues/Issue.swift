import struct FoundationEssentials.Date

/// A stored issue: one region of one account that is, or was, in trouble. Hammer's record and lifecycle.
public struct Issue: Hashable, Sendable, Codable {
    /// Hammer's timestamps, of the present episode.
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
    public var state: State
    /// What is wrong, or was when it was last seen.
    public var findings: [Finding]
    /// The causes of the findings.
    public var causes: Set<RootCause>
    /// The trails as last seen.
    public var trails: [TrailSnapshot]
    public var history: IssueHistory
    public var ticket: TicketState
    /// Clean looks in a row since the trouble was last seen.
    public var cleanLooks: Int
    /// The whitelist entry that last covered it, and what it was taken to accept.
    public var acceptance: Acceptance?
    /// Counts the writes: 0 for an issue that was never stored. A store refuses a write over a newer version.
    public var version: Int

    public init(
        place: AccountRegion, state: State, findings: [Finding], causes: Set<RootCause>, trails: [TrailSnapshot],
        history: IssueHistory,
        ticket: TicketState = .none, cleanLooks: Int = 0, acceptance: Acceptance? = nil, version: Int = 0
    ) {
        self.place = place
        self.state = state
        self.findings = findings
        self.causes = causes
        self.trails = trails
        self.history = history
        self.ticket = ticket
        self.cleanLooks = cleanLooks
        self.acceptance = acceptance
        self.version = version
    }

    public var status: Status { state.status }
    public var timestamps: Timestamps { history.timestamps }
    public var severity: Severity { findings.severity }
}

/// Where an issue's ticket stands. The intent is stored before anything is created, so that a crash never makes two.
public enum TicketState: Hashable, Sendable, Codable {
    case none
    /// Asked for; `identity` labels the ticket so that it can be found again. It is empty until the ticket is first tried to be
    /// opened, where that is put off.
    case intended(identity: String, by: String, at: Date, wishes: TicketWishes? = nil)
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
    /// What the ticket was last told of the issue, as whoever tells it names that; nil before.
    public var told: String?

    public init(key: String, url: String, assigneeID: String? = nil, told: String? = nil) {
        self.key = key
        self.url = url
        self.assigneeID = assigneeID
        self.told = told
    }
}
