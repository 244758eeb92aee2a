import CloudTrailCore
import FoundationEssentials

/// How far somebody knew what they asked for.
public enum Consent: Hashable, Sendable {
    /// They typed it: what it leaves out, or to guess, is shown and asked about first.
    case unasked
    /// They were shown what it means, and want it.
    case given
    /// They were shown what an alert was about at a time.
    case shown(Shown)
}

/// What an alert was about when a form for it opened. Travels through the chat as JSON: never rename a key.
public struct Shown: Hashable, Sendable, Codable {
    public var regions: Int
    public var at: Date

    public init(regions: Int, at: Date) {
        self.regions = regions
        self.at = at
    }

    /// Whether this is more than was shown, or other trouble.
    func isOutgrown(by issues: [Issue]) -> Bool {
        issues.count > regions || issues.contains { $0.history.entries.contains(where: isNewer) }
    }

    /// Truncated, since JSON may round.
    private func isNewer(_ entry: IssueHistory.Entry) -> Bool {
        switch entry.what {
        case .opened, .changed, .worsened, .reopened: entry.at.timeIntervalSince(at) >= 1
        default: false
        }
    }
}

/// The risk of an alert, accepted with what was said about it. Travels through the chat as JSON: never rename a key.
public struct AlertAcceptance: Hashable, Sendable, Codable {
    public var subject: AlertSubject
    public var shown: Shown
    public var until: Date?
    public var reason: String?

    public init(subject: AlertSubject, shown: Shown, until: Date?, reason: String?) {
        self.subject = subject
        self.shown = shown
        self.until = until
        self.reason = reason
    }
}
