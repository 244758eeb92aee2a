import CloudTrailCore
import FoundationEssentials

/// How things stand, read once for all who look.
struct Posture: Sendable {
    let lastScan: ScanSummary?
    /// All that ever were, in the order of their places.
    let issues: [Issue]
    /// Why the list of accounts may not be the right one.
    let accountDoubt: String?

    init(store: any Store, playbook: Playbook) async throws(StoreError) {
        lastScan = try await store.latestScan()
        issues = try await store.issues(matching: IssueFilter())
        accountDoubt = playbook.watched.doubt
    }

    init(lastScan: ScanSummary?, issues: [Issue], accountDoubt: String? = nil) {
        self.lastScan = lastScan
        self.issues = issues
        self.accountDoubt = accountDoubt
    }

    var standing: [Issue] { issues.filter { Issue.Status.standing.contains($0.status) } }

    /// Why "nothing is wrong" may not be said, or not of all.
    func doubts(_ playbook: Playbook, at now: Date) -> [String] {
        guard let lastScan else { return ["No complete scan has run yet, so nothing is known."] }
        var doubts: [String] = []
        if let doubt = accountDoubt ?? lastScan.doubt { doubts.append("Accounts may be missing: \(doubt).") }
        if !lastScan.uncheckedAccounts.isEmpty {
            let names = lastScan.uncheckedAccounts.map { playbook.account($0).title }
            doubts.append("Not all could be checked of \(listed(names, atMost: 10)).")
        }
        let scanned = Set(lastScan.scannedAccounts)
        let missed = playbook.accounts.filter { !scanned.contains($0.id) }
        if !missed.isEmpty, !scanned.isEmpty {
            doubts.append("Not looked at yet: \(listed(missed.map(\.title), atMost: 10)).")
        }
        if lastScan.isComplete, missed.isEmpty, !lastScan.vouches(for: playbook, at: now) {
            doubts.append("The last scan is long ago.")
        }
        return doubts
    }

    /// What happened last, the newest first.
    func changes(_ limit: Int) -> [(place: AccountRegion, entry: IssueHistory.Entry)] {
        let entries = issues.flatMap { issue in
            issue.history.entries.suffix(limit).filter { $0.what != .told }.map { (place: issue.place, entry: $0) }
        }
        return Array(entries.sorted { ($0.entry.at, $1.place) > ($1.entry.at, $0.place) }.prefix(limit))
    }
}
