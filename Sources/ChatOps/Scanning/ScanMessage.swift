import CloudTrailCore

/// The one message of a scan: its progress, then its summary.
struct ScanMessage {
    let title: String
    let report: ScanReport
    let playbook: Playbook

    var progress: Message {
        let done =
            "\(report.finishedAccounts) of \(counted(report.plannedAccounts, "account")) done, \(counted(report.judgedRegions, "region")) looked at"
        let found =
            report.broken.isEmpty
            ? "nothing found so far" : "found so far: \(counted(report.broken.count, "region")) in trouble"
        return Message(
            summary: "Scanning \(title): \(done), \(found).",
            blocks: [.paragraph("Scanning \(bold: title)…"), .note("\(done); \(found)")], isProvisional: true)
    }

    func summary(of outcome: ScanDesk.Outcome, isScheduled: Bool = true) -> Message {
        var blocks: [Message.Block] = [
            .paragraph(
                "\(bold: "Scan of \(title) \(outcome.isFinished ? "finished" : "was cut short").") \(verdict(outcome))")
        ]
        blocks += findings + unchecked
        if !outcome.unfiled.isEmpty {
            blocks.append(
                .paragraph(
                    "What was found in \(counted(outcome.unfiled.count, "region")) could not be stored; the log says why."
                ))
        }
        if !isScheduled {
            blocks.append(
                .note("Scheduled scans are switched off in config.json; this one ran because it was asked for."))
        }
        return Message(summary: blocks.plain, blocks: blocks)
    }

    /// "No problems" is said only where everything was looked at.
    private func verdict(_ outcome: ScanDesk.Outcome) -> String {
        let share = "\(report.checkedRegions) of \(counted(report.knownRegions, "region")) checked"
        if report.knownRegions == 0, report.unreachable.isEmpty {
            return "No regions are configured to be scanned, so nothing was looked at."
        }
        if !report.broken.isEmpty { return "\(counted(report.broken.count, "region")) in trouble; \(share)." }
        if report.isComplete, outcome.isFinished { return "No problems: \(share)." }
        return "Nothing wrong was found in what could be checked, but not everything could be: \(share)."
    }

    private var findings: [Message.Block] {
        let lines = report.broken.sorted { $0.place < $1.place }.map { verdict -> RichText in
            "\(bold: playbook.account(verdict.place.account).title) \(code: verdict.place.region): \(verdict.findings.map(\.sentence).joined(separator: "; "))"
        }
        return Self.list(lines)
    }

    /// By account and reason, so that an account that cannot be entered is one line, not one per region.
    private var unchecked: [Message.Block] {
        struct Cause: Hashable {
            let account: AccountID
            let reason: UnknownReason
        }
        var regions: [Cause: [Region]] = [:]
        for verdict in report.unknown {
            for reason in Set(verdict.unknowns) {
                regions[Cause(account: verdict.place.account, reason: reason), default: []].append(verdict.place.region)
            }
        }
        var lines = regions.sorted {
            ($0.key.account, $0.value.min()!, $0.key.reason.sentence) < (
                $1.key.account, $1.value.min()!, $1.key.reason.sentence
            )
        }
        .map { cause, regions -> RichText in
            "\(bold: playbook.account(cause.account).title) \(code: regions.sorted().map(\.rawValue).joined(separator: ", ")): \(cause.reason.sentence)"
        }
        lines += report.unreachable.sorted { $0.account.id < $1.account.id }.map {
            "\(bold: $0.account.title), no region: \($0.reason.sentence)"
        }
        return lines.isEmpty ? [] : [.paragraph("\(bold: "Could not be checked:")")] + Self.list(lines)
    }

    /// A message has its limits; what does not fit is counted, and `issues` lists it.
    private static func list(_ lines: [RichText]) -> [Message.Block] {
        guard lines.count > 25 else { return lines.isEmpty ? [] : [.list(lines)] }
        return [.list(Array(lines.prefix(25))), .note("and \(lines.count - 25) more")]
    }
}

extension [Message.Block] {
    /// The blocks as one plain text, for summaries.
    var plain: String {
        compactMap { block in
            switch block {
            case .heading(let text), .code(let text): text
            case .paragraph(let text), .note(let text): text.plain
            case .list(let items): items.map { "• \($0.plain)" }.joined(separator: "\n")
            case .facts(let facts): facts.map { "\($0.label): \($0.value.plain)" }.joined(separator: "\n")
            case .buttons: nil
            }
        }.joined(separator: "\n")
    }
}
