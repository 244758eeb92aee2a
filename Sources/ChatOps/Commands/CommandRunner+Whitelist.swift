import CloudTrailCore

extension CommandRunner {
    func whitelistList() async throws -> Message {
        let entries = try await whitelist.current().entries
        guard !entries.isEmpty else { return .text("The whitelist is empty.") }
        let shown = entries.prefix(60).map(line)
        var blocks: [Message.Block] = [.paragraph("\(bold: counted(entries.count, "accepted risk")):"), .list(shown)]
        if entries.count > shown.count { blocks.append(.note("and \(entries.count - shown.count) more")) }
        return Message(blocks)
    }

    private func line(_ entry: Whitelist.Entry) -> RichText {
        var line: RichText = "\(bold: playbook.account(entry.account).title) \(code: entry.scope)"
        switch entry.origin {
        case .file: line = line + " – whitelist.json"
        case .chat(let person, let date): line = line + " – by \(person), \(Moment.text(date))"
        }
        if let reason = entry.reason { line = line + ", because \(reason)" }
        guard let until = entry.until else { return line }
        return line + (entry.isInForce(at: now()) ? ", until \(Moment.end(until))" : ", ended \(Moment.end(until))")
    }

    func whitelistAdd(
        _ targets: Command.Targets, until deadline: Deadline?, _ reason: String?, by person: Person
    ) async throws -> Message {
        let until = deadline?.date(from: now())
        if let until, until <= now() {
            throw Refusal("\(Moment.text(until)) is over already.", usage: .whitelistAdd)
        }
        var changed: [Issue] = []
        var names: [String] = []
        for (account, scopes) in try await scopes(of: targets) {
            changed += try await whitelist.add(
                account.id, scopes: scopes, by: person.label, reason: reason, until: until)
            names.append("\(account.title) \(scopes.map(\.description).joined(separator: ", "))")
        }
        let limit = until.map { " until \(Moment.end($0))" } ?? ""
        let why = reason.map { ", because \($0)" } ?? ""
        return .text(
            "Whitelisted by \(person.label): \(bold: listed(names, atMost: 10))\(limit)\(why). \(Self.consequence(changed, "is quiet now", "are quiet now"))"
        )
    }

    private func scopes(of targets: Command.Targets) async throws -> [(Account, [RegionScope])] {
        if case .regions(let name, let scopes) = targets { return [(try playbook.account(named: name), scopes)] }
        let places = try await places(of: targets, Issue.Status.unsettled)
        guard !places.isEmpty else { throw Refusal("Nothing of this is in trouble any more.", usage: .issues) }
        return Dictionary(grouping: places, by: \.account).sorted { $0.key < $1.key }.map { account, places in
            (playbook.account(account), places.map { .region($0.region) })
        }
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
