import CloudTrailCore
import FoundationEssentials

/// How things stand, read once for all who look.
struct Posture: Sendable {
    let lastScan: ScanSummary?
    /// All that ever were, in the order of their places.
    let issues: [Issue]
    /// Why the list of accounts may not be the right one.
    let accountDoubt: String?

    init(lastScan: ScanSummary?, issues: [Issue], accountDoubt: String? = nil) {
        self.lastScan = lastScan
        self.issues = issues
        self.accountDoubt = accountDoubt
    }

    var standing: [Issue] { issues.filter { Issue.Status.standing.contains($0.status) } }

    /// Why "nothing is wrong" may not be said, or not of all.
    func doubts(_ playbook: Playbook, at now: Date) -> [String] {
        Doubts(lastScan, accountDoubt: accountDoubt, playbook: playbook, at: now).sentences
    }

    /// What happened last, the newest first.
    func changes(_ limit: Int) -> [(place: AccountRegion, entry: IssueHistory.Entry)] {
        let entries = issues.flatMap { issue in
            issue.history.entries.suffix(limit).filter { $0.what != .told }.map { (place: issue.place, entry: $0) }
        }
        return Array(entries.sorted { ($0.entry.at, $1.place) > ($1.entry.at, $0.place) }.prefix(limit))
    }
}
