import CloudTrailCore
import Networking

/// How tickets are to look and to end; names are compared without regard to case.
public struct JiraTicketOptions: Sendable, Equatable {
    /// How a ticket hangs on its parent.
    public enum Parentage: String, Sendable, CaseIterable {
        /// By a link of the type `Relates`.
        case relates
        case subtask
        case epic
    }

    /// The most characters of one text: JIRA's own limit (`jira.text.field.character.limit`).
    public var textLimit = 32_767
    public var parentage = Parentage.relates
    /// Names of the project's components.
    public var components: [String] = []
    /// Priorities' names, by the gravest finding.
    public var priorities: [Finding.Kind: String] = [:]
    /// Values as JIRA's API takes them, by field id (`customfield_10010`) or by the name on the create screen.
    public var customFields: [String: JSONValue] = [:]
    /// People who watch every ticket, by e-mail, name or id.
    public var watchers: [String] = []
    /// The name of a transition, or of the status it leads to, that is preferred for closing a ticket.
    public var closingTransition: String?
    public var reopeningTransition: String?
    /// The preferred resolution of a closed ticket.
    public var resolution: String?
    /// Resolutions and statuses that say: it stays as it is.
    public var declining = ["Won't Fix", "Won't Do", "Declined", "Rejected", "Risk Accepted", "Accepted Risk"]

    public init() {}
}
