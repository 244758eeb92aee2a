import CloudTrailCore

/// What a ticket is to say, in no tracker's own language.
public struct TicketDraft: Hashable, Sendable {
    /// The stable identity of what the ticket is about; creating twice with the same identity gives the same ticket.
    public var identity: String
    public var project: String
    public var issueType: String
    /// A person as ticket_owners.json names them.
    public var assignee: String?
    /// The key of the ticket to link to.
    public var parent: String?
    public var summary: String
    public var description: [Message.Block]
    public var labels: [String]

    public init(
        identity: String, project: String, issueType: String, assignee: String? = nil, parent: String? = nil,
        summary: String, description: [Message.Block], labels: [String] = []
    ) {
        self.identity = identity
        self.project = project
        self.issueType = issueType
        self.assignee = assignee
        self.parent = parent
        self.summary = summary
        self.description = description
        self.labels = labels
    }
}

/// A ticket that exists, and what could not be done about it (one sentence each).
public struct CreatedTicket: Hashable, Sendable {
    public var ticket: Ticket
    public var warnings: [String]

    public init(ticket: Ticket, warnings: [String] = []) {
        self.ticket = ticket
        self.warnings = warnings
    }
}

/// The issue tracker.
public protocol Ticketing: Sendable {
    /// Finds the ticket of the draft's identity or creates it; then assigns and links it, which is safe to repeat.
    /// What fails after the creation is a warning, not an error.
    func ensureTicket(_ draft: TicketDraft) async throws(TicketingError) -> CreatedTicket
}

/// Why there is no ticket.
public struct TicketingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case unauthorized
        /// The project, issue type or another named thing does not exist.
        case notFound
        /// The tracker refused the fields.
        case refused
        case unavailable
    }

    public var code: Code
    /// One sentence for a person, without secrets.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }
}
