import ChatOps
import CloudTrailCore
import FoundationEssentials
import Logging
import SQLiteStore

/// A scan asked for on a terminal.
struct TerminalScan {
    let scanner: Scanner
    let plan: ScanPlan
    let playbook: Playbook
    let store: SQLiteStore?
    let isRecording: Bool
    let log: Logger

    /// `detailed` keeps every verdict for the document; otherwise only what is not healthy is kept.
    func run(detailed: Bool) async throws -> ScanFindings {
        var findings = ScanFindings(plan: plan, playbook: playbook, isDetailed: detailed)
        var bar = ProgressBar()
        let filing = try await filing()
        let startedAt = Date()
        for await event in scanner.scan(plan) {
            if case .regionJudged(let verdict) = event { try await filing?(verdict) }
            try findings.apply(event)
            bar.show(findings.report)
        }
        bar.clear()
        try await compare(&findings)
        if isRecording, plan.accounts == playbook.accounts, plan.regions == playbook.regions {
            try await store?.record(findings.summary(startedAt: startedAt))
        }
        return findings
    }

    private func filing() async throws -> ((Verdict) async throws -> Void)? {
        guard isRecording, let store else { return nil }
        let book = IssueBook(store: store, playbook: playbook, doorbell: Doorbell(), now: { Date() })
        return { try await book.file($0) }
    }

    private func compare(_ findings: inout ScanFindings) async throws(StoreError) {
        guard let store else { return }
        for issue in try await store.issues(matching: IssueFilter(statuses: [.open, .whitelisted])) {
            findings.stored[issue.place] = issue
        }
    }
}
