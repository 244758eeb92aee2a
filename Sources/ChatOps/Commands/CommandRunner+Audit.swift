import CloudTrailCore

extension CommandRunner {
    private static var pageLength: Int { 15 }
    /// So many issues are looked through for what the bot told.
    private static var toldIssues: Int { 50 }

    /// What people did, the newest first, where a button leads to what was before; on the first page also whom the bot told.
    func audit(_ name: String?, before id: AuditEntry.ID?) async throws -> Message {
        let account = try name.map { (name) throws(Refusal) in try playbook.account(named: name) }
        let found = try await store.auditEntries(about: account?.id, before: id, limit: Self.pageLength + 1)
        let scope = account.map { " about \($0.title)" } ?? ""
        let told = id == nil ? try await told(account?.id) : []
        guard !found.isEmpty else {
            let nothing: RichText = "Nobody did anything\(scope) that is kept\(id == nil ? "" : " from before that")."
            let blocks = [.paragraph(nothing)] + told
            return Message(blocks)
        }
        let page = found.prefix(Self.pageLength)
        var blocks: [Message.Block] = [
            .paragraph("\(bold: "What people did")\(scope), the newest first:"), .list(page.map(line)),
        ]
        blocks += told
        let rest = "Kept for \(Int(AuditEntry.life / 86_400)) days."
        if found.count > page.count, let last = page.last {
            blocks += [.note("\(rest)"), .buttons([Button("Older", .audit(account?.id, before: last.id))])]
        } else {
            blocks.append(.note("\(rest) There is nothing older."))
        }
        return Message(blocks)
    }

    /// What the bot told lately, to whom, and what came of it.
    private func told(_ account: AccountID?) async throws(StoreError) -> [Message.Block] {
        let (notices, isAll) = try await store.notices(ofTheLatest: Self.toldIssues, about: account)
        let lines = Tellings(notices: notices).latest(10, playbook)
        guard !lines.isEmpty else { return [] }
        let scope = isAll ? "" : " Of the \(Self.toldIssues) issues in which something happened last."
        return [
            .paragraph("\(bold: "Whom I told"), the newest first:"), .list(lines),
            .note("\(code: "issue <account> <region>") has all that was told of one.\(scope)"),
        ]
    }

    /// The accounts a command is about, as far as they are known; none for all.
    func accounts(of command: Command) async -> [AccountID] {
        if case .alert(let subject) = command.targets {
            let issues = try? await playbook.issues(of: subject, in: store)
            return Set((issues ?? []).map(\.place.account)).sorted()
        }
        return command.accountNames.compactMap { try? playbook.account(named: $0).id }
    }

    private func line(_ entry: AuditEntry) -> RichText {
        let person = entry.name.isEmpty ? entry.person.rawValue : entry.name
        let what = (entry.text.isEmpty ? entry.command : entry.text).shortened(to: 120)
        // An answer may have many lines; the first says what came of it.
        let result = entry.result.split(separator: "\n").first.map(String.init) ?? ""
        return
            "\(Moment.text(entry.at)) \(bold: person) (\(entry.person.rawValue)): \(code: what) – by \(entry.way.rawValue) in \(channel: entry.channel), \(bold: entry.outcome.rawValue): \(result.shortened(to: 160))"
    }
}
