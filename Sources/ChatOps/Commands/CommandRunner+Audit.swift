import CloudTrailCore

extension CommandRunner {
    private static var pageLength: Int { 15 }

    /// What people did, the newest first; a button leads to what was before.
    func audit(_ name: String?, before id: AuditEntry.ID?) async throws -> Message {
        let account = try name.map { (name) throws(Refusal) in try playbook.account(named: name) }
        let found = try await store.auditEntries(about: account?.id, before: id, limit: Self.pageLength + 1)
        let scope = account.map { " about \($0.title)" } ?? ""
        guard !found.isEmpty else {
            return .text("Nobody did anything\(scope) that is kept\(id == nil ? "" : " from before that").")
        }
        let page = found.prefix(Self.pageLength)
        var blocks: [Message.Block] = [
            .paragraph("\(bold: "What people did")\(scope), the newest first:"), .list(page.map(line)),
        ]
        let rest = "Kept for \(Int(AuditEntry.life / 86_400)) days."
        if found.count > page.count, let last = page.last {
            blocks += [.note("\(rest)"), .buttons([Button("Older", .audit(account?.id, before: last.id))])]
        } else {
            blocks.append(.note("\(rest) There is nothing older."))
        }
        return Message(summary: blocks.plain, blocks: blocks)
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
            "\(Moment.text(entry.at)) \(bold: person) (\(entry.person.rawValue)): \(code: what) – by \(entry.way.rawValue) in \(entry.channel), \(bold: entry.outcome.rawValue): \(result.shortened(to: 160))"
    }
}
