/// What happened to an issue at a lifecycle step: what people are told.
public enum IssueEvent: String, Hashable, Sendable, Codable, CaseIterable {
    case opened
    /// Still open, with other findings than before.
    case changed
    /// Came back after it was closed, or its whitelist entry is gone.
    case reopened
    case resolved
    case whitelisted
}
