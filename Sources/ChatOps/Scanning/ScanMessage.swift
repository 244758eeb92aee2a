import CloudTrailCore

/// How far a scan is, in numbers.
struct ScanProgress: Hashable, Sendable {
    let plannedAccounts: Int
    let finishedAccounts: Int
    let judgedRegions: Int
    let brokenRegions: Int

    init(_ report: ScanReport) {
        plannedAccounts = report.plannedAccounts
        finishedAccounts = report.finishedAccounts
        judgedRegions = report.judgedRegions
        brokenRegions = report.brokenRegions
    }
}

/// The one message of a scan: its progress, then its summary.
struct ScanMessage: Sendable {
    let title: String
    let playbook: Playbook

    func progress(_ scan: ScanProgress) -> Message {
        let done =
            "\(scan.finishedAccounts) of \(counted(scan.plannedAccounts, "account")) done, \(counted(scan.judgedRegions, "region")) looked at"
        let found =
            scan.brokenRegions == 0
            ? "nothing found so far" : "found so far: \(counted(scan.brokenRegions, "region")) in trouble"
        return Message(
            summary: "Scanning \(title): \(done), \(found).",
            blocks: [.paragraph("Scanning \(bold: title)…"), .note("\(done); \(found)")], isProvisional: true)
    }

    func summary(of outcome: ScanDesk.Outcome) -> Message {
        let head: RichText =
            "\(bold: "Scan of \(title) \(outcome.isFinished ? "finished" : "was cut short").") \(verdict(outcome))"
        var blocks: [Message.Block] = [.paragraph(head)] + findings(outcome) + unchecked(outcome.report)
        if let doubt = outcome.doubt { blocks.append(.paragraph("\(bold: "Accounts may be missing:") \(doubt)")) }
        if !outcome.unfiled.isEmpty {
            blocks.append(
                .paragraph(
                    "What was found in \(counted(outcome.unfiled.count, "region")) could not be stored; the log says why."
                ))
        }
        if playbook.scanSchedule == nil {
            blocks.append(
                .note("Scheduled scans are switched off in config.json; this one ran because it was asked for."))
        }
        return Message(blocks)
    }

    /// "No problems" is said only where everything was looked at.
    private func verdict(_ outcome: ScanDesk.Outcome) -> String {
        let report = outcome.report
        switch report.conclusion {
        case .nothingLookedAt where outcome.doubt != nil: return "Nothing was looked at."
        case .nothingLookedAt: return "No regions are configured to be scanned, so nothing was looked at."
        case .trouble:
            let accepted = outcome.whitelisted.isEmpty ? "" : ", \(outcome.whitelisted.count) of them whitelisted"
            return "\(counted(report.brokenRegions, "region")) in trouble\(accepted); \(report.share)."
        case .clean where outcome.doubt != nil:
            return "Nothing wrong was found in the accounts that are known: \(report.share)."
        case .clean: return "No problems: \(report.share)."
        case .incomplete:
            return "Nothing wrong was found in what could be checked, but not everything could be: \(report.share)."
        }
    }

    private func findings(_ outcome: ScanDesk.Outcome) -> [Message.Block] {
        Self.list(outcome.report.broken.byCause.map { line($0, outcome.whitelisted) })
    }

    /// One root cause and the regions it affects.
    private func line(_ group: CauseGroup<Verdict>, _ whitelisted: Set<AccountRegion>) -> RichText {
        let sentences = group.members.flatMap { $0.findings(of: group.cause) }.map(\.sentence).once
        let accepted = group.places.count { whitelisted.contains($0) }
        let mark = accepted == 0 ? "" : accepted == group.places.count ? " (whitelisted)" : " (\(accepted) whitelisted)"
        return "\(where: group.places, playbook): \(listed(sentences, atMost: 3, by: "; "))\(mark)"
    }

    /// A message has its limits; what does not fit is counted, and `issues` lists it.
    private static func list(_ lines: [RichText]) -> [Message.Block] {
        guard lines.count > 25 else { return lines.isEmpty ? [] : [.list(lines)] }
        return [.list(Array(lines.prefix(25))), .note("and \(lines.count - 25) more; \(code: "issues") lists them")]
    }
}

extension ScanMessage {
    /// By account, call and kind of reason, with one answer as the example, so that an account that cannot be entered is one line
    /// and not one a region.
    private func unchecked(_ report: ScanReport) -> [Message.Block] {
        struct Cause: Hashable {
            let account: AccountID
            let call: String
            let code: UnknownReason.Code
        }
        var regions: [Cause: [Region: UnknownReason]] = [:]
        for verdict in report.unknown {
            for reason in verdict.unknowns {
                let cause = Cause(account: verdict.place.account, call: reason.call, code: reason.code)
                regions[cause, default: [:]][verdict.place.region] = reason
            }
        }
        let listed = regions.map { cause, reasons -> (order: String, line: RichText) in
            let names = reasons.keys.sorted()
            let title = playbook.account(cause.account).title
            let line: RichText =
                "\(bold: title) \(code: names.map(\.rawValue).joined(separator: ", ")): \(reasons[names[0]]!.sentence)"
            return ("\(cause.account) \(names[0]) \(cause.call)", line)
        }
        var lines = listed.sorted { $0.order < $1.order }.map(\.line)
        lines += report.unreachable.sorted { $0.account.id < $1.account.id }.map {
            "\(bold: $0.account.title), no region: \($0.reason.sentence)"
        }
        guard !lines.isEmpty else { return [] }
        let shown = Message.Block.list(Array(lines.prefix(40)))
        let more = lines.count > 40 ? [Message.Block.note("and \(lines.count - 40) more accounts or reasons")] : []
        return [.paragraph("\(bold: "Could not be checked:")"), shown] + more
    }
}

extension ScanReport {
    /// Such as `27 of 30 regions checked; 1 account could not be entered`.
    public var share: String {
        let entered = unreachable.isEmpty ? "" : "; \(counted(unreachable.count, "account")) could not be entered"
        return "\(checkedRegions) of \(counted(knownRegions, "region")) checked\(entered)"
    }
}
