import CloudTrailCore

/// Reads ticket_owners.json: the global level, accounts, business units and their products.
struct TicketOwnersReader {
    var values = ValueReader(file: "ticket_owners.json")

    mutating func read(_ root: Node, businessUnits names: [String]) -> TicketOwners {
        guard let file = values.section(root, named: "") else { return TicketOwners() }
        var owners = TicketOwners(
            global: readLevel(file, nested: ["account", "bu"]), businessUnitNames: names)
        for (member, section) in values.sections(in: file, of: "account") {
            let level = readLevel(section)
            if let account = values.accountID(keyOf: member) { owners.accounts[account] = level }
        }
        for (member, section) in values.sections(in: file, of: "bu") {
            owners.businessUnits[member.key] = readBusinessUnit(section)
        }
        return owners
    }

    private mutating func readBusinessUnit(_ section: Section) -> TicketOwners.BusinessUnit {
        var unit = TicketOwners.BusinessUnit(level: readLevel(section, nested: ["product"]))
        for (member, product) in values.sections(in: section, of: "product") {
            unit.products[member.key] = readLevel(product)
        }
        return unit
    }

    private mutating func readLevel(_ section: Section, nested: Set<String> = []) -> TicketOwners.Level {
        values.noteUnread(
            in: section, known: nested.union(["jira_project", "jira_owner", "jira_parent_ticket", "slack_owner"]))
        return TicketOwners.Level(
            jiraProject: values.text(section["jira_project"]),
            jiraOwner: values.text(section["jira_owner"]),
            jiraParentTicket: values.text(section["jira_parent_ticket"]),
            slackOwners: values.list(
                section["slack_owner"], of: "channels and people", each: "a channel or a person in quotes") ?? [])
    }
}
