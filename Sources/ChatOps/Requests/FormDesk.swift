import CloudTrailCore

/// Answers the questions of open forms from the playbook.
public struct FormDesk: FormAssistant {
    /// The field whose choices are the accounts that are watched.
    public static let accountField = "account"

    private let playbook: Playbook

    public init(playbook: Playbook) {
        self.playbook = playbook
    }

    public func choices(for field: String, matching typed: String, by person: PersonID) async -> [FormChoice] {
        guard field == Self.accountField else { return [] }
        return accounts(matching: typed).map { FormChoice(value: $0.id.rawValue, label: $0.title) }
    }

    public func problems(with submission: FormSubmission, by person: PersonID) async -> [String: String] {
        let answers = WhitelistForm.Answers(submission)
        var problems: [String: String] = [:]
        if answers.reason == nil { problems["reason"] = "Say why this is acceptable." }
        do throws(Refusal) { _ = try answers.until } catch { problems["until"] = error.reason.plain }
        return problems
    }

    /// Those that begin with what was typed before those that contain it, each group by name.
    private func accounts(matching typed: String) -> [Account] {
        let wanted = typed.lowercased()
        let ranked = playbook.accounts.compactMap { account -> (rank: Int, name: String, account: Account)? in
            let name = account.name?.lowercased() ?? ""
            if wanted.isEmpty || name.hasPrefix(wanted) || account.id.rawValue.hasPrefix(wanted) {
                return (0, name, account)
            }
            return name.contains(wanted) || account.id.rawValue.contains(wanted) ? (1, name, account) : nil
        }
        return ranked.sorted { ($0.rank, $0.name, $0.account.id) < ($1.rank, $1.name, $1.account.id) }.map(\.account)
    }
}
