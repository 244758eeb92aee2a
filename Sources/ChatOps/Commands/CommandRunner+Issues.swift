import CloudTrailCore

extension CommandRunner {
    /// The most issues one message lists.
    private static var most: Int { 40 }

    func issues(accounts names: [String], statuses: Set<Issue.Status>) async throws -> Message {
        var accounts: Set<AccountID> = []
        for name in names { accounts.insert(try playbook.account(named: name).id) }
        let filter = IssueFilter(
            accounts: accounts, statuses: statuses.isEmpty ? [.open, .whitelisted, .resolved] : statuses)
        let found = try await store.issues(matching: filter)
        let scope =
            names.isEmpty ? "" : " in " + accounts.sorted().map { playbook.account($0).title }.joined(separator: ", ")
        let words = statuses.isEmpty ? "" : statuses.map(\.rawValue).sorted().joined(separator: " or ") + " "
        let look = try await lastLook(at: accounts)
        guard !found.isEmpty else { return .text("No \(words)issues are stored\(scope). \(look)") }
        var blocks: [Message.Block] = [
            .paragraph("\(bold: "\(found.count) \(words)\(found.count == 1 ? "issue" : "issues")")\(scope):")
        ]
        blocks.append(.list(found.prefix(Self.most).map(line)))
        if found.count > Self.most {
            blocks.append(.note("and \(found.count - Self.most) more; name an account or a status to see them"))
        }
        blocks.append(.note("\(look)"))
        return Message(summary: blocks.plain, blocks: blocks)
    }

    private func line(_ issue: Issue) -> RichText {
        var line: RichText =
            "\(bold: playbook.account(issue.place.account).title) \(code: issue.place.region): \(issue.findings.map(\.sentence).joined(separator: "; ")) – \(issue.status.rawValue), first seen \(Moment.text(issue.timestamps.identified))"
        if let ticket = issue.ticket.ticket { line = line + ", \(link: ticket.key, ticket.url)" }
        return line
    }

    /// What the absence of issues is worth.
    private func lastLook(at accounts: Set<AccountID>) async throws(StoreError) -> String {
        guard let last = try await store.latestScan() else {
            return "No complete scan has run yet, so that says nothing."
        }
        let unchecked = accounts.intersection(last.uncheckedAccounts).sorted().map { playbook.account($0).title }
        let gap = unchecked.isEmpty ? "" : " It could not check all of \(unchecked.joined(separator: ", "))."
        return "The last scan of everything ended \(Moment.text(last.finishedAt)) and checked \(last.share).\(gap)"
    }

    func status() async throws(StoreError) -> Message {
        let last = try await store.latestScan()
        let stored = try await store.issues(matching: IssueFilter(statuses: [.open, .whitelisted, .resolved]))
        func count(_ status: Issue.Status) -> Int { stored.filter { $0.status == status }.count }
        var facts: [Message.Fact] = [
            .init("Accounts watched", "\(playbook.accounts.count)"),
            .init("Scans", "\(playbook.scanInterval.map { "every \($0.words)" } ?? "only when asked for")"),
            .init("Last scan", "\(last.map { Moment.text($0.finishedAt) } ?? "none yet")"),
        ]
        if let last { facts.append(.init("Checked", "\(last.share)")) }
        let notices = try await store.noticeCounts()
        facts += [
            .init("Open issues", "\(count(.open))"), .init("Whitelisted", "\(count(.whitelisted))"),
            .init("Notices not delivered", "\(notices.pending) waiting, \(notices.failed) given up"),
        ]
        let blocks: [Message.Block] = [.facts(facts)] + unchecked(last)
        return Message(summary: blocks.plain, blocks: blocks)
    }

    private func unchecked(_ last: ScanSummary?) -> [Message.Block] {
        guard let last, !last.uncheckedAccounts.isEmpty else { return [] }
        let names = last.uncheckedAccounts.prefix(20).map { playbook.account($0).title }.joined(separator: ", ")
        let more = last.uncheckedAccounts.count > 20 ? " and \(last.uncheckedAccounts.count - 20) more" : ""
        return [.paragraph("\(bold: "Not completely checked:") \(names)\(more)")]
    }
}

extension ScanSummary {
    /// Such as `27 of 30 regions in 5 accounts`.
    public var share: String {
        let unreachable =
            unreachableAccounts == 0 ? "" : "; \(counted(unreachableAccounts, "account")) could not be entered"
        let missing = doubt.map { "; accounts may be missing: \($0)" } ?? ""
        return
            "\(checkedRegions) of \(counted(regions, "region")) in \(counted(accounts, "account"))\(unreachable)\(missing)"
    }
}

extension Duration {
    /// Such as `30 s`, `15 min`, `2 h`, `1 d`.
    var words: String {
        let seconds = components.seconds
        return switch seconds {
        case let all where all > 0 && all % 86_400 == 0: "\(all / 86_400) d"
        case let all where all > 0 && all % 3_600 == 0: "\(all / 3_600) h"
        case let all where all > 0 && all % 60 == 0: "\(all / 60) min"
        default: "\(seconds) s"
        }
    }
}
