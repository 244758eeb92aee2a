import CloudTrailCore

/// What is somebody's: the accounts that ticket_owners.json gives them, and the issues they were assigned.
struct Belongings {
    let person: Person
    /// In the playbook's order.
    let accounts: [Account]
    private let owned: Set<AccountID>

    init(of person: Person, _ playbook: Playbook) {
        self.person = person
        accounts = playbook.accounts.filter { account in
            playbook.ownership(of: account.id).slackOwners.contains { person.isAddressed(by: $0) }
        }
        owned = Set(accounts.map(\.id))
    }

    func contains(_ issue: Issue) -> Bool {
        owned.contains(issue.place.account) || issue.assignee.map { person.isAddressed(by: $0) } ?? false
    }
}

extension Person {
    /// Whether what is told to a recipient, as ticket_owners.json names them, reaches this person: by id, e-mail or name. It gives
    /// no right, so a name is enough.
    func isAddressed(by recipient: String) -> Bool {
        guard !recipient.hasPrefix("#") else { return false }
        let name = (recipient.hasPrefix("@") ? String(recipient.dropFirst()) : recipient).lowercased()
        return isNamed(by: name) || name == id.rawValue.lowercased() || names.contains { $0.lowercased() == name }
    }
}
