import CloudTrailCore

import struct FoundationEssentials.Date

/// One thing to tell one recipient; stored with the issue it is about, delivered afterwards.
public struct Notice: Hashable, Sendable, Codable, Identifiable {
    public enum State: Hashable, Sendable, Codable {
        case pending(attempts: Int, notBefore: Date)
        case delivered(MessageReference, at: Date)
        /// Given up; the reason is shown to operators.
        case failed(reason: String, at: Date)
    }

    /// Made from place, version and recipient, so that the same step never makes two.
    public var id: String
    public var event: IssueEvent
    /// The issue as it was at the event.
    public var issue: Issue
    /// As ticket_owners.json names them.
    public var recipient: String
    public var createdAt: Date
    public var state: State

    public init(event: IssueEvent, issue: Issue, recipient: String, createdAt: Date) {
        id = "\(issue.place)#\(issue.version)#\(recipient)"
        self.event = event
        self.issue = issue
        self.recipient = recipient
        self.createdAt = createdAt
        state = .pending(attempts: 0, notBefore: createdAt)
    }
}
