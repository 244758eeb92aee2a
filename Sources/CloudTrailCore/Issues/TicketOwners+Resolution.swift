extension TicketOwners {
    /// Who is responsible for an account's issues. The first level that sets a key wins, key by key: business unit, account,
    /// global. (Products are named by tags, which accounts do not have.) With `includingDefault` the global Slack owners are
    /// added.
    public func ownership(of account: Account, includingDefault: Bool) -> Level {
        let levels = [businessUnit(of: account)?.level, accounts[account.id], global].compactMap { $0 }
        var slackOwners = levels.first { !$0.slackOwners.isEmpty }?.slackOwners ?? []
        if includingDefault { slackOwners += global.slackOwners }
        var told: Set<String> = []
        return Level(
            jiraProject: levels.lazy.compactMap(\.jiraProject).first,
            jiraOwner: levels.lazy.compactMap(\.jiraOwner).first,
            jiraParentTicket: levels.lazy.compactMap(\.jiraParentTicket).first,
            slackOwners: slackOwners.filter { told.insert($0.lowercased()).inserted })
    }

    private func businessUnit(of account: Account) -> BusinessUnit? {
        guard let name = account.name?.lowercased() else { return nil }
        return businessUnitNames.first { name.contains($0.lowercased()) }.flatMap { businessUnits[$0] }
    }
}
