import CloudTrailCore

extension CommandRunner {
    func status() async throws(StoreError) -> Message {
        let last = try await store.latestScan()
        let stored = try await store.issues(matching: IssueFilter(statuses: Issue.Status.standing))
        func count(_ status: Issue.Status) -> Int { stored.count { $0.status == status } }
        var facts: [Message.Fact] = [
            .init("Accounts watched", "\(watchedWords)"),
            .init("Scans", "\(playbook.scanWords)"),
            .init("Last scan", "\(last.map { Moment.text($0.finishedAt) } ?? "none yet")"),
        ]
        if let last { facts.append(.init("Checked", "\(last.share)")) }
        let notices = try await store.noticeCounts()
        facts += [
            .init("Open issues", "\(count(.open))"), .init("Acknowledged", "\(count(.acknowledged))"),
            .init("Snoozed", "\(count(.snoozed))"), .init("Whitelisted", "\(count(.whitelisted))"),
            .init("Notices not delivered", "\(notices.pending) waiting, \(notices.failed) given up"),
        ]
        let blocks: [Message.Block] = [.facts(facts)] + doubt + unchecked(last)
        return Message(blocks)
    }

    private var watchedWords: String {
        let date = playbook.watched.listedAt.map { ", listed \(Moment.text($0))" } ?? ""
        return "\(playbook.accounts.count)\(date)"
    }

    private func unchecked(_ last: ScanSummary?) -> [Message.Block] {
        guard let last, !last.uncheckedAccounts.isEmpty else { return [] }
        let names = listed(last.uncheckedAccounts.map { playbook.account($0).title }, atMost: 20)
        return [.paragraph("\(bold: "Not completely checked:") \(names)")]
    }
}

extension ScanSummary {
    /// Such as `27 of 30 regions in 5 accounts`.
    public var share: String { coverage + (doubt.map { "; accounts may be missing: \($0)" } ?? "") }

    /// The same without what speaks against it.
    var coverage: String {
        let unreachable =
            unreachableAccounts == 0 ? "" : "; \(counted(unreachableAccounts, "account")) could not be entered"
        return
            "\(checkedRegions) of \(counted(regions, "region")) in \(counted(accounts, "account"))\(unreachable)"
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
