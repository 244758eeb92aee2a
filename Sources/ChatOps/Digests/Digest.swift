import CloudTrailCore
import FoundationEssentials

/// Where somebody's issues stand, in numbers and a few lines: what is open, what came and went since last time, what nobody knows.
struct Digest: Sendable {
    /// Since when something counts as new or mended.
    let since: Date
    /// In trouble and not accepted, by root cause, the worst first.
    let groups: [CauseGroup<Issue>]
    let open: [Issue]
    let accepted: Int
    /// Of those that are open, first seen since.
    let new: Int
    /// Mended since.
    let resolved: Int
    let oldest: Issue?
    /// Accounts that the last scan could not check completely; nil where no scan was ever finished.
    let unchecked: [AccountID]?

    /// `issues` are all that concern whoever reads it, and `accounts` the accounts; the last scan covers everybody's.
    init(_ issues: [Issue], accounts: Set<AccountID>, lastScan: ScanSummary?, since: Date) {
        self.since = since
        open = issues.filter { Issue.Status.unsettled.contains($0.status) }
        groups = open.byCause
        accepted = issues.count { $0.status == .whitelisted }
        new = open.count { $0.timestamps.identified > since }
        resolved = issues.count { issue in
            guard let end = issue.timestamps.resolved else { return false }
            return !Issue.Status.standing.contains(issue.status) && end > since
        }
        oldest = open.min { $0.timestamps.identified < $1.timestamps.identified }
        unchecked = lastScan.map { accounts.intersection($0.uncheckedAccounts).sorted() }
    }

    /// Whether there is nothing that anybody would have to read.
    var isQuiet: Bool { open.isEmpty && resolved == 0 && unchecked == [] }
}
