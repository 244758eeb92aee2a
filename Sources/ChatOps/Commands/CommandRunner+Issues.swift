import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    /// The most causes one message lists.
    private static var most: Int { 40 }

    /// What is stored, by root cause: the worst first.
    func issues(accounts names: [String], statuses: Set<Issue.Status>) async throws -> Message {
        var accounts: Set<AccountID> = []
        for name in names { accounts.insert(try playbook.account(named: name).id) }
        let filter = IssueFilter(accounts: accounts, statuses: statuses.isEmpty ? Issue.Status.current : statuses)
        let found = try await store.issues(matching: filter)
        let scope =
            names.isEmpty ? "" : " in " + accounts.sorted().map { playbook.account($0).title }.joined(separator: ", ")
        let words = statuses.isEmpty ? "" : statuses.map(\.rawValue).sorted().joined(separator: " or ") + " "
        let look = try await lastLook(at: accounts)
        guard !found.isEmpty else { return .text("No \(words)issues are stored\(scope). \(look)") }
        let groups = found.byCause
        let causes = groups.count < found.count ? ", \(counted(groups.count, "cause"))" : ""
        var blocks: [Message.Block] = [
            .paragraph("\(bold: "\(found.count) \(words)\(found.count == 1 ? "issue" : "issues")")\(scope)\(causes):")
        ]
        blocks.append(.list(groups.prefix(Self.most).map(line)))
        if groups.count > Self.most {
            blocks.append(.note("and \(groups.count - Self.most) more; name an account or a status to see them"))
        }
        blocks.append(.note("\(look)"))
        return Message(summary: blocks.plain, blocks: blocks)
    }

    private func line(_ group: CauseGroup<Issue>) -> RichText {
        let sentences = group.members.flatMap { $0.findings(of: group.cause) }.map(\.sentence).once
        let states = group.members.map(\.state.words).once
        let first = group.members.map(\.timestamps.identified).min() ?? .distantPast
        var line: RichText =
            "\(where: group.places, playbook): \(listed(sentences, atMost: 3, by: "; ")) – \(states.joined(separator: ", ")), first seen \(Moment.text(first))"
        for ticket in group.members.compactMap(\.ticket.ticket).once.prefix(3) {
            line = line + ", \(link: ticket.key, ticket.url)"
        }
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
}

extension RichText.StringInterpolation {
    /// Regions by account: `payments (111111111111) eu-west-1, us-east-1`; from four accounts on, their numbers.
    mutating func appendInterpolation(where places: [AccountRegion], _ playbook: Playbook) {
        let accounts = Dictionary(grouping: places, by: \.account).sorted { $0.key < $1.key }
        for (index, (account, places)) in accounts.prefix(3).enumerated() {
            if index > 0 { appendLiteral("; ") }
            appendInterpolation(bold: playbook.account(account).title)
            appendLiteral(" ")
            appendInterpolation(code: listed(places.map(\.region.rawValue), atMost: 8))
        }
        guard accounts.count > 3 else { return }
        let more = accounts.dropFirst(3)
        appendLiteral(
            "; and \(counted(more.reduce(0) { $0 + $1.value.count }, "region")) in \(counted(more.count, "account")) more"
        )
    }
}
