/// What happened to an issue at a lifecycle step: what people are told, and what its history says.
public enum IssueEvent: String, Hashable, Sendable, Codable, CaseIterable {
    case opened
    /// With other findings than before.
    case changed
    /// Worse than what was accepted or snoozed, and so open again.
    case worsened
    /// Came back after it was resolved, or its whitelist entry was removed.
    case reopened
    /// Somebody is on it.
    case acknowledged
    /// Quiet until a time.
    case snoozed
    /// The snooze is over, and the trouble still there.
    case snoozeEnded
    /// Whoever was on it, or had it snoozed, gave it back.
    case released
    case whitelisted
    /// The whitelist entry ended, and the trouble is still there.
    case whitelistExpired
    case resolved
    /// It was only the news of a change, and nothing is wrong: closed without more words.
    case settled
    /// It has a ticket now.
    case ticketed
    /// Somebody is to see to it.
    case assigned
    /// It is still there, and nobody is on it.
    case reminded
    /// Nobody is on it, so others hear of it.
    case escalated

    /// Whether people hear of it; otherwise it only shows where the issue is shown.
    public var isNews: Bool {
        switch self {
        case .opened, .changed, .worsened, .reopened, .snoozeEnded, .whitelistExpired, .resolved, .assigned, .reminded,
            .escalated:
            true
        case .acknowledged, .snoozed, .released, .whitelisted, .settled, .ticketed: false
        }
    }
}
