import CloudTrailCore

extension CommandRunner {
    func whitelistList() async throws -> Message {
        let entries = try await whitelist.current().entries
        guard !entries.isEmpty else { return .text("The whitelist is empty.") }
        let shown = entries.prefix(60).map(line)
        var blocks: [Message.Block] = [.paragraph("\(bold: counted(entries.count, "accepted risk")):"), .list(shown)]
        if entries.count > shown.count { blocks.append(.note("and \(entries.count - shown.count) more")) }
        return Message(summary: blocks.plain, blocks: blocks)
    }

    private func line(_ entry: Whitelist.Entry) -> RichText {
        let place: RichText = "\(bold: playbook.account(entry.account).title) \(code: entry.scope)"
        switch entry.origin {
        case .file: return place + " – whitelist.json"
        case .chat(let person, let date, let reason):
            return place + " – by \(person), \(Moment.text(date))\(reason.map { ", because \($0)" } ?? "")"
        }
    }

    func whitelistAdd(
        _ name: String, _ scopes: [RegionScope], _ reason: String?, by person: Person
    ) async throws -> Message {
        let account = try playbook.account(named: name)
        let changed = try await whitelist.add(account.id, scopes: scopes, by: person.label, reason: reason)
        return Self.accepted(account, scopes, reason, by: person, changed: changed)
    }

    static func accepted(
        _ account: Account, _ scopes: [RegionScope], _ reason: String?, by person: Person, changed: [Issue]
    ) -> Message {
        let what: RichText =
            "Whitelisted by \(person.label): \(bold: account.title) \(code: scopes.map(\.description).joined(separator: ", "))"
        let why: RichText = reason.map { ", because \($0)" } ?? ""
        return .text(what + why + ". \(consequence(changed, "is quiet now", "are quiet now"))")
    }

    func whitelistRemove(_ name: String, _ scopes: [RegionScope]) async throws -> Message {
        let account = try playbook.account(named: name)
        let (removed, changed) = try await whitelist.remove(account.id, scopes: scopes)
        let missing = scopes.filter { !removed.contains($0) }
        guard !removed.isEmpty else { throw notListed(account, missing) }
        var text: RichText =
            "No longer whitelisted: \(bold: account.title) \(code: removed.map(\.description).joined(separator: ", ")). "
        text = text + "\(Self.consequence(changed, "is open again", "are open again"))"
        if !missing.isEmpty { text = text + " " + notListed(account, missing).reason }
        return .text(text)
    }

    private func notListed(_ account: Account, _ scopes: [RegionScope]) -> Refusal {
        let inFile = playbook.whitelist.entries.contains { $0.account == account.id && scopes.contains($0.scope) }
        let why =
            inFile
            ? "it stands in whitelist.json, which only its keeper changes"
            : "no entry of that region was added from chat"
        return Refusal(
            "\(code: scopes.map(\.description).joined(separator: ", ")) of \(account.title) was not removed: \(why).",
            usage: .whitelistList)
    }

    private static func consequence(_ changed: [Issue], _ one: String, _ many: String) -> String {
        changed.isEmpty
            ? "No stored issue changes." : "\(counted(changed.count, "issue")) \(changed.count == 1 ? one : many)."
    }
}
