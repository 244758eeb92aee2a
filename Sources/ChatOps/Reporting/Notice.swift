import CloudTrailCore

import struct FoundationEssentials.Date

/// One thing to tell one recipient of one root cause; stored with the issue it is about, delivered afterwards.
public struct Notice: Hashable, Sendable, Codable, Identifiable {
    public enum State: Hashable, Sendable, Codable {
        case pending(attempts: Int, notBefore: Date)
        /// Put off until the quiet hours end, or until louder news of the same subject takes it along.
        case resting(attempts: Int, until: Date)
        /// The message that shows it.
        case delivered(MessageReference, at: Date)
        /// There was no message to show it in, and it was no news.
        case unneeded(at: Date)
        /// Given up; the reason is shown to operators.
        case failed(reason: String, at: Date)
    }

    /// Made from place, version, recipient and cause, so that the same step never makes two.
    public var id: String
    public var event: IssueEvent
    public var subject: AlertSubject
    /// The issue as it was at the event.
    public var issue: Issue
    public var createdAt: Date
    public var state: State

    public init(event: IssueEvent, issue: Issue, subject: AlertSubject, createdAt: Date) {
        id = "\(issue.place)#\(issue.version)#\(subject.recipient)#\(subject.cause.key)"
        self.event = event
        self.subject = subject
        self.issue = issue
        self.createdAt = createdAt
        state = .pending(attempts: 0, notBefore: createdAt)
    }

    /// As ticket_owners.json names them.
    public var recipient: String { subject.recipient }

    /// From when on it may be told; nil once it was told or given up.
    public var dueAt: Date? {
        switch state {
        case .pending(_, let date), .resting(_, let date): date
        case .delivered, .unneeded, .failed: nil
        }
    }

    public var isResting: Bool { if case .resting = state { true } else { false } }

    /// When it came to its end; nil while it waits.
    public var settledAt: Date? {
        switch state {
        case .pending, .resting: nil
        case .delivered(_, let date), .unneeded(let date), .failed(_, let date): date
        }
    }
}

/// What one message is about: a root cause, as far as it concerns one recipient's accounts.
public struct AlertSubject: Hashable, Sendable, Codable {
    public var cause: RootCause
    /// As ticket_owners.json names them.
    public var recipient: String

    public init(cause: RootCause, recipient: String) {
        self.cause = cause
        self.recipient = recipient
    }
}

/// The message of a subject, which is kept up to date, and the thread under it, which tells its history.
public struct AlertThread: Hashable, Sendable, Codable {
    public var subject: AlertSubject
    /// Where the message stands.
    public var conversation: Conversation
    public var message: MessageReference
    public var openedAt: Date
    /// When it last spoke in the thread.
    public var repliedAt: Date?
    /// When it last said there that nobody is on it.
    public var nudgedAt: Date?
    /// When the last of its places was over; nil while one is in trouble.
    public var endedAt: Date?
    /// All places it was ever about.
    public var places: Set<AccountRegion>
    /// How many places the file under it lists; nil while none was needed.
    public var listed: Int?
    /// Whom it is for, where it stands in the operators' channel instead.
    public var rerouted: String?

    public init(
        subject: AlertSubject, conversation: Conversation, message: MessageReference, openedAt: Date,
        places: Set<AccountRegion> = [], rerouted: String? = nil
    ) {
        self.subject = subject
        self.conversation = conversation
        self.message = message
        self.openedAt = openedAt
        self.places = places
        self.rerouted = rerouted
    }
}
