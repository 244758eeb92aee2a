/// How whoever asked for a ticket wants it; what is nil is as ticket_owners.json has it.
public struct TicketWishes: Hashable, Sendable, Codable {
    /// The project's key in the tracker.
    public var project: String?
    /// A person, as ticket_owners.json would name them.
    public var assignee: String?
    /// Stands first in the description.
    public var text: String?

    public init(project: String? = nil, assignee: String? = nil, text: String? = nil) {
        self.project = project
        self.assignee = assignee
        self.text = text
    }
}
