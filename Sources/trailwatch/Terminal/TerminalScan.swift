import ChatOps
import CloudTrailCore
import FoundationEssentials

/// A scan asked for on a terminal.
struct TerminalScan {
    let scanner: Scanner
    let plan: ScanPlan
    /// Why the plan may miss accounts.
    let doubt: String?
    let playbook: Playbook
    let store: (any Store)?
    /// Files what is found; nil for only looking.
    let desk: ScanDesk?

    /// `detailed` keeps every verdict for the document; otherwise only what is not healthy is kept.
    func run(detailed: Bool) async throws -> ScanFindings {
        var findings = ScanFindings(
            plan: plan, doubt: doubt, playbook: playbook, isDetailed: detailed, stored: try await storedIssues())
        var bar = ProgressBar()
        if let desk {
            let outcome = try await desk.scan(plan, doubt: doubt) { event, report in
                try findings.apply(event)
                bar.show(report)
            }
            findings.troubles += await unstored(outcome)
        } else {
            for await event in scanner.scan(plan) {
                try findings.apply(event)
                bar.show(findings.report)
            }
        }
        bar.clear()
        return findings
    }

    /// Open and whitelisted issues, read before any is filed: the table tells what is new.
    private func storedIssues() async throws(StoreError) -> [AccountRegion: Issue] {
        guard let store else { return [:] }
        let issues = try await store.issues(matching: IssueFilter(statuses: [.open, .whitelisted]))
        return Dictionary(issues.map { ($0.place, $0) }) { $1 }
    }

    /// Records a scan of everything; says what could not be stored, one sentence each.
    private func unstored(_ outcome: ScanDesk.Outcome) async -> [String] {
        var sentences: [String] = []
        if !outcome.unfiled.isEmpty {
            let places = Set(outcome.unfiled).sorted().map(\.description).joined(separator: ", ")
            sentences.append("what was found could not be stored for \(outcome.unfiled.count) regions: \(places)")
        }
        if plan.accounts == playbook.accounts, plan.regions == playbook.regions {
            do throws(StoreError) { try await store?.record(outcome.summary) } catch {
                sentences.append("that everything was scanned could not be stored: \(error.message)")
            }
        }
        return sentences
    }
}
