import struct FoundationEssentials.Date
import typealias FoundationEssentials.TimeInterval

/// Hammer's lifecycle as a pure step: stored issue, what happened, time → what to write, and what to tell.
///
/// An unknown verdict changes nothing. A trouble that comes back within the window is the same issue; one that keeps coming and
/// going is taken for mended only after a longer calm.
public struct Lifecycle: Sendable {
    /// What happened.
    public enum Input: Hashable, Sendable {
        /// A look came to a verdict; `accepted` is the whitelist entry in force for the place.
        case looked(Verdict, accepted: Whitelist.Entry?)
        /// The whitelist changed, or time passed: what ends by itself ends now.
        case reviewed(accepted: Whitelist.Entry?)
        case acknowledged(by: String)
        case snoozed(until: Date, by: String)
        /// Acknowledged or snoozed no longer.
        case released(by: String)
        /// Somebody is to see to it.
        case assigned(to: String, by: String)
        /// Nobody is on it, and its owners hear of it once more.
        case reminded
        /// Nobody is on it, and others hear of it, too.
        case escalated(to: [String])
        /// Somebody was told.
        case told
    }

    /// A write, and the news in it, if any.
    public struct Step: Hashable, Sendable {
        public var issue: Issue
        public var event: IssueEvent?

        public init(issue: Issue, event: IssueEvent?) {
            self.issue = issue
            self.event = event
        }
    }

    /// What came back within this time after its end is the same issue.
    public let reopenWindow: TimeInterval
    /// So many returns within `flappingWindow` make an issue one that comes and goes.
    public let flappingLimit: Int
    public let flappingWindow: TimeInterval
    /// Clean looks in a row after which an issue that comes and goes is taken for mended.
    public let calmLooks: Int

    public init(
        reopenWindow: TimeInterval = 7 * 86_400, flappingLimit: Int = 3, flappingWindow: TimeInterval = 86_400,
        calmLooks: Int = 4
    ) {
        self.reopenWindow = reopenWindow
        self.flappingLimit = flappingLimit
        self.flappingWindow = flappingWindow
        self.calmLooks = calmLooks
    }

    /// nil when there is nothing to write.
    public func step(_ stored: Issue?, _ input: Input, now: Date) -> Step? {
        switch input {
        case .looked(let verdict, let entry): looked(stored, verdict, accepted: entry, now: now)
        case .reviewed(let entry): stored.flatMap { reviewed($0, accepted: entry, now: now) }
        case .acknowledged(let person): stored.flatMap { acknowledged($0, by: person, now: now) }
        case .snoozed(let until, let person): stored.flatMap { snoozed($0, until: until, by: person, now: now) }
        case .released(let person): stored.flatMap { released($0, by: person, now: now) }
        case .assigned(let assignee, let person): stored.flatMap { assigned($0, to: assignee, by: person, now: now) }
        case .reminded: stored.flatMap { escalated($0, to: [], now: now) }
        case .escalated(let recipients): stored.flatMap { escalated($0, to: recipients, now: now) }
        case .told: stored.flatMap { told($0, now: now) }
        }
    }

    /// Whether it came back so often that a clean look proves little.
    public func isFlapping(_ issue: Issue, at now: Date) -> Bool {
        issue.history.reopenings(after: now.addingTimeInterval(-flappingWindow)) >= flappingLimit
    }
}
