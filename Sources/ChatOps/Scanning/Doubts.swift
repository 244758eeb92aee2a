import CloudTrailCore
import FoundationEssentials

/// Why "nothing is wrong" may not be said of some accounts, or not of all of them.
struct Doubts: Hashable, Sendable {
    /// One sentence each; empty where everything was looked at lately, and answered.
    let sentences: [String]
    /// Whether no complete scan has run yet.
    let isNothingKnown: Bool

    /// Of all that are watched where no accounts are named.
    init(
        _ scan: ScanSummary?, about accounts: Set<AccountID>? = nil, accountDoubt: String? = nil, playbook: Playbook,
        at now: Date
    ) {
        isNothingKnown = scan == nil
        guard let scan else {
            sentences = ["No complete scan has run yet, so nothing is known."]
            return
        }
        func isMeant(_ account: AccountID) -> Bool { accounts?.contains(account) ?? true }
        func names(_ accounts: [AccountID]) -> String {
            listed(accounts.map { playbook.account($0).title }, atMost: 10)
        }
        var sentences: [String] = []
        let doubt = accountDoubt ?? playbook.watched.doubt ?? scan.doubt
        if let doubt { sentences.append("Accounts may be missing: \(doubt).") }
        let unchecked = scan.uncheckedAccounts.filter(isMeant)
        if !unchecked.isEmpty { sentences.append("Not all could be checked of \(names(unchecked)).") }
        let scanned = Set(scan.scannedAccounts)
        let missed = playbook.accounts.map(\.id).filter { isMeant($0) && !scanned.contains($0) }
        if !missed.isEmpty { sentences.append("Not looked at yet: \(names(missed)).") }
        if scan.uncheckedAccounts.isEmpty, scan.doubt == nil, !scan.isComplete {
            sentences.append("The last scan did not see everything.")
        }
        if scan.isStale(for: playbook, at: now) {
            sentences.append("The last scan ended \(Moment.text(scan.finishedAt)), which is long ago.")
        }
        self.sentences = sentences
    }
}
