import CloudTrailCore

import struct FoundationEssentials.Date

/// What a ticket is to say, in no tracker's own language.
public struct TicketDraft: Hashable, Sendable {
    /// The stable identity of what the ticket is about; creating twice with the same identity gives the same ticket.
    public var identity: String
    public var project: String
    public var issueType: String
    /// A person as ticket_owners.json names them.
    public var assignee: String?
    /// The key of the ticket this one belongs to.
    public var parent: String?
    public var summary: String
    public var description: [Message.Block]
    public var labels: [String]
    /// The gravest kind of finding, by which a tracker may choose its priority.
    public var gravest: Finding.Kind?
    /// What the description tells already, one for each issue it is about: see `TicketUpdate.ids`.
    public var updateIDs: [String]
    /// How long ago an attempt at this ticket began whose outcome was never stored; nil for the first.
    public var lastAttempt: Duration?

    public init(
        identity: String, project: String, issueType: String, assignee: String? = nil, parent: String? = nil,
        summary: String, description: [Message.Block], labels: [String] = [], gravest: Finding.Kind? = nil,
        updateIDs: [String] = [], lastAttempt: Duration? = nil
    ) {
        self.identity = identity
        self.project = project
        self.issueType = issueType
        self.assignee = assignee
        self.parent = parent
        self.summary = summary
        self.description = description
        self.labels = labels
        self.gravest = gravest
        self.updateIDs = updateIDs
        self.lastAttempt = lastAttempt
    }
}

/// A ticket that exists, and what could not be done about it (one sentence each).
public struct CreatedTicket: Hashable, Sendable {
    public var ticket: Ticket
    public var warnings: [String]
    /// Whether this call made it, so that its description is the draft's; false where that is not known.
    public var isNew: Bool

    public init(ticket: Ticket, warnings: [String] = [], isNew: Bool = false) {
        self.ticket = ticket
        self.warnings = warnings
        self.isNew = isNew
    }
}

/// News for a ticket: what is written under it, and where it should stand then.
public struct TicketUpdate: Hashable, Sendable {
    public enum Standing: String, Hashable, Sendable {
        case open
        case done
    }

    /// What is told, one for each issue: ASCII letters, digits and `/-@.`, at most 200. The comment is marked by them, so that
    /// the same update is never made twice.
    public var ids: [String]
    public var comment: [Message.Block]
    /// nil: wherever it stands.
    public var standing: Standing?
    public var addedLabels: Set<String>
    public var removedLabels: Set<String>

    public init(
        ids: [String], comment: [Message.Block], standing: Standing? = nil, addedLabels: Set<String> = [],
        removedLabels: Set<String> = []
    ) {
        self.ids = ids
        self.comment = comment
        self.standing = standing
        self.addedLabels = addedLabels
        self.removedLabels = removedLabels
    }
}

/// What became of an update.
public enum TicketUpdateOutcome: Hashable, Sendable {
    /// With what could not be done, one sentence each.
    case made(warnings: [String])
    /// It was made before; the ticket is as people left it since.
    case madeBefore
}

/// Where a ticket stands in its tracker.
public struct TicketStatus: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case open
        case done
        /// Closed without the trouble being mended, as "Won't Fix": accepted, until the ticket's due date where it has one.
        case declined(until: Date?)
    }

    public var standing: Standing
    /// The tracker's own words, such as `Done (Won't Fix)`.
    public var words: String
    /// When it was closed, where the tracker says it.
    public var closedAt: Date?
    /// The updates of a single id that were made so far, as far back as the tracker's newest hundred comments.
    public var updates: Set<String>

    public init(standing: Standing, words: String, closedAt: Date? = nil, updates: Set<String> = []) {
        self.standing = standing
        self.words = words
        self.closedAt = closedAt
        self.updates = updates
    }
}

/// Something elsewhere that a ticket points at.
public struct TicketLink: Hashable, Sendable {
    /// Linking again with the same id replaces what was linked before.
    public var id: String
    public var title: String
    public var url: String

    public init(id: String, title: String, url: String) {
        self.id = id
        self.title = title
        self.url = url
    }
}

/// The issue tracker. Everything is safe to repeat, whatever became of it before.
public protocol Ticketing: Sendable {
    /// Finds the ticket of the draft's identity or creates it; then assigns, links and watches it.
    /// What fails after the creation is a warning, not an error.
    func ensureTicket(_ draft: TicketDraft) async throws(TicketingError) -> CreatedTicket
    /// Changes labels, then the standing, then comments. A standing that the tracker's workflow does not allow is a warning, and
    /// is said in the comment. Throws `notFound` for a ticket that is gone.
    func make(_ update: TicketUpdate, on key: String) async throws(TicketingError) -> TicketUpdateOutcome
    /// nil for a ticket that is gone.
    func status(of key: String) async throws(TicketingError) -> TicketStatus?
    /// Throws `notFound` for a ticket that is gone.
    func link(_ key: String, to link: TicketLink) async throws(TicketingError)
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
