import CloudTrailCore

extension CommandRunner {
    func accounts(matching part: String?) -> Message {
        let wanted = part?.lowercased()
        let found = playbook.accounts.filter { account in
            guard let wanted else { return true }
            return account.id.rawValue.contains(wanted) || account.name?.lowercased().contains(wanted) ?? false
        }
        guard !found.isEmpty else {
            let nothing: RichText =
                part.map { "No watched account has \(code: $0.shortened(to: 60)) in its name or id." }
                ?? (playbook.watched.isDiscovered ? "No accounts are known." : "No accounts are configured.")
            let blocks = [.paragraph(nothing)] + doubt
            return Message(blocks)
        }
        let lines = found.prefix(100).map { "\(code: $0.id) \($0.name ?? "")" as RichText }
        var blocks: [Message.Block] = [.paragraph("\(bold: counted(found.count, "account")):"), .list(lines)]
        if found.count > lines.count {
            blocks.append(.note("and \(found.count - lines.count) more; name a part of what you look for"))
        }
        blocks += doubt
        return Message(blocks)
    }

    /// That the list of accounts is stale, where it is: whoever reads it must not take it for all there are.
    var doubt: [Message.Block] {
        playbook.watched.doubt.map { [.paragraph("\(bold: "Accounts may be missing:") \($0).")] } ?? []
    }

    /// Hammer's `cloudtrails config`: what is watched, and who is told.
    var configuration: Message {
        let global = playbook.owners.global
        let facts: [Message.Fact] = [
            .init("Accounts", "\(playbook.accounts.count)"),
            .init("Regions", "\(regionWords)"),
            .init("Scans", "\(playbook.scanWords)"),
            .init(
                "Owners are told",
                "\(playbook.tellsOwners ? "yes" : "no: cloudtrails.reporting or slack.enabled is off")"),
            .init(
                "Default owner", "\(global.slackOwners.isEmpty ? "none" : global.slackOwners.joined(separator: ", "))"),
            .init("Operators' channel", "\(playbook.operatorsChannel ?? "none")"),
            .init("JIRA", "\(playbook.tickets == nil ? "off" : "on, project \(global.jiraProject ?? "by account")")"),
            .init("Whitelist file", "\(counted(playbook.whitelist.entries.count, "accepted risk"))"),
        ]
        return Message([.facts(facts)])
    }

    private var regionWords: String {
        switch playbook.regions {
        case .enabled, .each: "all that are enabled in each account"
        case .only(let regions):
            regions.isEmpty
                ? "none: aws.regions is empty, so nothing is scanned" : regions.map(\.rawValue).joined(separator: ", ")
        }
    }
}
