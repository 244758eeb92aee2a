import ArgumentParser
import ChatOps
import CloudTrailCore
import FoundationEssentials

/// What a terminal's scan found, as a table for people and a document for programs.
struct ScanFindings {
    let playbook: Playbook
    let isDetailed: Bool
    /// Why accounts may be missing.
    let doubt: String?
    private(set) var report: ScanReport
    /// Each account's part of the document, encoded as soon as it is complete: verdicts are large, their text is not.
    private var encoded: [AccountID: String] = [:]
    private var verdicts: [AccountID: [Verdict]] = [:]
    /// Open and whitelisted issues that were known before.
    private let stored: [AccountRegion: Issue]
    /// What should have been read from the store or written to it and was not, one sentence each.
    var troubles: [String] = []

    init(
        plan: ScanPlan, doubt: String?, playbook: Playbook, isDetailed: Bool, stored: [AccountRegion: Issue]
    ) {
        self.stored = stored
        self.doubt = doubt
        self.playbook = playbook
        self.isDetailed = isDetailed
        report = ScanReport(plan: plan)
    }

    mutating func apply(_ event: ScanEvent) throws {
        report.apply(event)
        if case .baselineUnavailable(let account, let error) = event {
            troubles.append("changes of trails in \(account.title) could not be told: \(error.message)")
        }
        guard isDetailed else { return }
        switch event {
        case .accountEntered, .accountLocked, .baselineUnavailable: break
        case .regionJudged(let verdict): verdicts[verdict.place.account, default: []].append(verdict)
        case .accountUnreachable(let account, let reason): try encode(account, unreachable: reason)
        case .accountFinished(let account): if encoded[account.id] == nil { try encode(account) }
        }
    }

    private mutating func encode(_ account: Account, unreachable: UnknownReason? = nil) throws {
        let detail = AccountDetail(
            account: account, verdicts: verdicts.removeValue(forKey: account.id) ?? [], unreachable: unreachable)
        encoded[account.id] = try detail.json()
    }

    var exitCode: ExitCode {
        if !report.broken.isEmpty { return Exit.trouble }
        return report.isComplete && troubles.isEmpty && doubt == nil ? Exit.clean : Exit.unknown
    }

    /// The places of one kind of finding, in order.
    private func places(_ kind: Finding.Kind) -> [AccountRegion] {
        report.troubled.filter { $0.findings.contains { $0.kind == kind } }.map(\.place).sorted()
    }

    /// `--json`: the lists first, the detail of each account after them.
    func document() throws -> String {
        let lists = Finding.Kind.allCases.map { kind in
            (kind.rawValue, places(kind).map { [$0.account.rawValue, $0.region.rawValue] })
        }
        let unknown =
            report.unknown.map(\.place).sorted().map { [$0.account.rawValue, $0.region.rawValue] }
            + report.unreachable.map { [$0.account.id.rawValue, "*"] }.sorted { $0[0] < $1[0] }
        var members = try (lists + [("unknown", unknown)]).map { "\"\($0.0)\": \(try JSON.text($0.1))" }
        members.append("\"regions\": {\"known\": \(report.knownRegions), \"checked\": \(report.checkedRegions)}")
        members.append("\"causes\": \(try JSON.text(report.broken.byCause.map(CauseEntry.init)))")
        if let doubt { members.append("\"doubt\": \(try JSON.text(doubt))") }
        let accounts = encoded.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        members.append("\"accounts\": {\n\(accounts.joined(separator: ",\n"))\n}")
        return "{\n" + members.joined(separator: ",\n") + "\n}"
    }

    func table() -> String {
        var rows: [[String]] = []
        for verdict in report.troubled.sorted(by: { $0.place < $1.place }) {
            let account = playbook.account(verdict.place.account).title
            rows += verdict.findings.map {
                [
                    account, verdict.place.region.rawValue, $0.kind.words, $0.severity.rawValue, $0.sentence,
                    known(verdict.place),
                ]
            }
            rows += Set(verdict.unknowns.map(\.sentence)).sorted().map {
                [account, verdict.place.region.rawValue, "unknown", "", $0, ""]
            }
        }
        rows += report.unreachable.map { [$0.account.title, "*", "unknown", "", $0.reason.sentence, ""] }.sorted {
            $0[0] < $1[0]
        }
        let header = ["ACCOUNT", "REGION", "FINDING", "SEVERITY", "DETAIL", "ISSUE"]
        let table = rows.isEmpty ? "" : Table(header: header, rows: rows).text + "\n\n"
        return table + causes + conclusion + (doubt.map { "\nAccounts may be missing: \($0)." } ?? "")
    }

    /// What one act would mend in several regions at once.
    private var causes: String {
        let shared = report.broken.byCause.filter { $0.members.count > 1 }
        guard !shared.isEmpty else { return "" }
        let rows = shared.map { [$0.cause.words, $0.severity.rawValue, "\($0.members.count)", $0.title(playbook)] }
        return Table(header: ["ROOT CAUSE", "SEVERITY", "REGIONS", "WHERE"], rows: rows).text + "\n\n"
    }

    private func known(_ place: AccountRegion) -> String {
        stored[place]?.status.rawValue ?? "new"
    }

    /// "No problems" only where everything was looked at.
    private var conclusion: String {
        let share =
            "\(report.checkedRegions) of \(report.knownRegions) regions in \(report.plannedAccounts) accounts checked"
        let unreachable =
            report.unreachable.isEmpty ? "" : ", \(report.unreachable.count) accounts could not be entered"
        switch report.conclusion {
        case .trouble: return "\(report.brokenRegions) regions in trouble; \(share)\(unreachable)."
        case .clean where doubt != nil: return "Nothing wrong was found in the accounts that are known: \(share)."
        case .clean: return "No problems: \(share)."
        case .nothingLookedAt where doubt != nil: return "Nothing was looked at."
        case .nothingLookedAt: return "Nothing was looked at: no accounts or no regions are configured."
        case .incomplete:
            return
                "Nothing wrong was found in what could be checked, but not everything could be: \(share)\(unreachable)."
        }
    }
}

/// One root cause in the document.
private struct CauseEntry: Encodable {
    let cause: String
    let severity: String
    let places: [[String]]

    init(_ group: CauseGroup<Verdict>) {
        cause = group.cause.key
        severity = group.severity.rawValue
        places = group.places.map { [$0.account.rawValue, $0.region.rawValue] }
    }
}
