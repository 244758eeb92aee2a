import CloudTrailCore
import FoundationEssentials

/// Where somebody's issues stand, in numbers and a few lines: what is open, what came and went since last time, what nobody knows.
struct Digest: Sendable {
    /// Since when something counts as new or mended.
    let since: Date
    /// In trouble and not accepted, by root cause, the worst first.
    let groups: CauseGroups<Issue>
    let open: [Issue]
    let accepted: Int
    /// Of those that are open, first seen since.
    let new: Int
    /// Mended since.
    let resolved: Int
    let oldest: Issue?
    /// Why there may be more than these.
    let doubts: Doubts

    /// `issues` are all that concern whoever reads it.
    init(_ issues: [Issue], doubts: Doubts, since: Date) {
        self.since = since
        self.doubts = doubts
        open = issues.filter { Issue.Status.unsettled.contains($0.status) }
        groups = open.byCause
        accepted = issues.count { $0.status == .whitelisted }
        new = open.count { $0.timestamps.identified > since }
        resolved = issues.count { issue in
            guard let end = issue.timestamps.resolved else { return false }
            return !Issue.Status.standing.contains(issue.status) && end > since
        }
        oldest = open.min { $0.timestamps.identified < $1.timestamps.identified }
    }

    /// Whether there is nothing that anybody would have to read.
    var isQuiet: Bool { open.isEmpty && resolved == 0 && doubts.sentences.isEmpty }
}
