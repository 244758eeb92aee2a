import CloudTrailCore
import FoundationEssentials

/// What happens to issues that nobody sees to, by their severity: `reminders` of config.json.
public struct Escalation: Hashable, Sendable {
    /// Who hears of it at a step.
    public enum Level: Hashable, Sendable {
        /// Those who were told already, once more.
        case owner
        /// The global Slack owners of ticket_owners.json.
        case defaultOwner
        /// A channel or person as ticket_owners.json names them.
        case recipient(String)
    }

    /// The steps for one severity.
    public struct Ladder: Hashable, Sendable {
        /// From the telling to the first step, and from each step to the next.
        public var after: Duration
        public var levels: [Level]
        /// From the last step on, everybody is reminded so often; nil: never.
        public var again: Duration?

        public init(after: Duration, levels: [Level], again: Duration? = nil) {
            self.after = after
            self.levels = levels
            self.again = again
        }
    }

    public var ladders: [Severity: Ladder]

    public init(_ ladders: [Severity: Ladder] = [:]) {
        self.ladders = ladders
    }

    /// What is to be done about an issue next, and when; nil when somebody is on it, or the ladder has no more steps.
    func next(for issue: Issue) -> (due: Date, level: Level)? {
        guard let since = issue.unattendedSince, let ladder = ladders[issue.severity] else { return nil }
        let nudges = issue.nudges
        let last = nudges.last ?? since
        if nudges.count < ladder.levels.count {
            return (last.addingTimeInterval(ladder.after.inSeconds), ladder.levels[nudges.count])
        }
        return ladder.again.map { (last.addingTimeInterval($0.inSeconds), .owner) }
    }

    /// The issues that are due, with what is due. Those of the same causes and the same step go together when they are nearly due,
    /// so that what broke during one scan makes one reminder and not one for each minute of the scan.
    func due(_ issues: [Issue], at now: Date) -> [(issue: Issue, level: Level)] {
        let steps = issues.compactMap { issue in next(for: issue).map { (issue: issue, due: $0.due, level: $0.level) } }
        let groups = Dictionary(grouping: steps) { Group(causes: $0.issue.causes, level: $0.level) }
        return groups.values.filter { group in group.contains { $0.due <= now } }.joined()
            .filter { $0.due <= now.addingTimeInterval(gathering(of: $0.issue)) }
            .sorted { $0.issue.place < $1.issue.place }.map { ($0.issue, $0.level) }
    }

    private struct Group: Hashable {
        let causes: Set<RootCause>
        let level: Level
    }

    /// A quarter of the ladder's time, an hour at most.
    private func gathering(of issue: Issue) -> TimeInterval {
        min((ladders[issue.severity]?.after.inSeconds ?? 0) / 4, 3600)
    }
}

extension Duration {
    var inSeconds: TimeInterval { TimeInterval(components.seconds) + TimeInterval(components.attoseconds) / 1e18 }
}
