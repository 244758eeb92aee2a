import CloudTrailCore

extension CommandRunner {
    private static var mostAccounts: Int { 5 }
    private static var mostRegions: Int { 3 }

    /// What can be done about the accounts that a message names.
    func look(at text: String) async throws -> Message {
        let mentions = MessageMentions(in: text, playbook)
        guard !mentions.accounts.isEmpty else {
            let blocks: [Message.Block] = [
                .paragraph("That message names no account that is watched, by its id or its whole name."),
                .buttons([Button("Scan…", .ask(.scan)), Button("Issues", .issues(IssueQuery()))]),
            ]
            return Message(blocks)
        }
        var blocks: [Message.Block] = []
        for account in mentions.accounts.prefix(Self.mostAccounts) {
            let standing = try await store.issues(
                matching: IssueFilter(accounts: [account.id], statuses: Issue.Status.standing))
            let state =
                standing.isEmpty
                ? "no issue is stored"
                : "\(counted(standing.count, "issue")): \(listed(standing.map(\.findings.sentence).once, atMost: 2, by: "; "))"
            blocks += [
                .paragraph("\(bold: account.title): \(state)."), .buttons(buttons(account, standing, mentions.regions)),
            ]
        }
        let more = mentions.accounts.count - Self.mostAccounts
        if more > 0 { blocks.append(.note("and \(counted(more, "account")) more")) }
        blocks.append(.note("\(try await lastLook(at: Set(mentions.accounts.map(\.id))))"))
        return Message(blocks)
    }

    /// The regions that are named come first; without any, those in trouble.
    private func buttons(_ account: Account, _ standing: [Issue], _ regions: [Region]) -> [Button] {
        let named = standing.filter { regions.contains($0.place.region) }
        let issues = (named.isEmpty ? standing : named).prefix(Self.mostRegions).map { issue in
            Button("\(account.title) \(issue.place.region)", .issue(issue.place))
        }
        let all = Button("Issues of \(account.title)", .issues(IssueQuery(accounts: [account.id])))
        return issues + (standing.isEmpty ? [] : [all])
            + [Button("Scan \(account.title)", .command("scan account \(account.id)"))]
    }
}
