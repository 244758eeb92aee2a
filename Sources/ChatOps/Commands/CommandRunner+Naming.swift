import CloudTrailCore

extension CommandRunner {
    /// A name may end with what reads as a region. Where what was typed is the whole name of an account too, only an id says which
    /// account is meant, and where.
    func checkName(in command: Command) throws(Refusal) {
        guard let (name, longer) = command.longerNames else { return }
        let accounts = playbook.accounts
        guard !accounts.contains(where: { $0.id.rawValue == name }) else { return }
        let wanted = Set(longer.map { $0.lowercased() })
        let others = accounts.filter { $0.name.map { wanted.contains($0.lowercased()) } ?? false }
        guard !others.isEmpty else { return }
        let shorter = (try? playbook.account(named: name)).map { [$0] } ?? []
        let titles = (shorter + others).once.map(\.title)
        throw Refusal(
            "I cannot tell where the account's name ends. Please name it by its id: \(titles.joined(separator: " or "))."
        )
    }
}

extension Command {
    /// The account's name as it was read, and the names it would have if regions that follow belonged to it.
    fileprivate var longerNames: (name: String, longer: [String])? {
        switch (self, targets) {
        case (_, .regions(let name, let scopes)?), (.whitelistRemove(let name, let scopes), _):
            let words = scopes.map(\.description)
            return (name, words.indices.map { "\(name) \(words[...$0].joined(separator: " "))" })
        case (.issue(let name, let region), _): return (name, ["\(name) \(region)"])
        case (.scanAccount(let name, let regions), _):
            // What follows `in` is all regions, or all of it is the name.
            return (name, ["\(name) in \(regions.map(\.rawValue).joined(separator: " "))"])
        default: return nil
        }
    }
}
