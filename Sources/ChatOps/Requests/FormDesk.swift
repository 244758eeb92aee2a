import CloudTrailCore
import FoundationEssentials

/// Answers the questions of open forms and of menus from the playbook.
public struct FormDesk: FormAssistant {
    private let playbook: Playbook
    private let mayLook: @Sendable (PersonID, Conversation) -> Bool
    private let now: @Sendable () -> Date

    /// `mayLook` answers at once whether somebody may look somewhere.
    public init(
        playbook: Playbook, mayLook: @escaping @Sendable (PersonID, Conversation) -> Bool,
        now: @escaping @Sendable () -> Date
    ) {
        self.playbook = playbook
        self.mayLook = mayLook
        self.now = now
    }

    public func choices(
        for field: String, matching typed: String, by person: PersonID, in conversation: Conversation
    ) async -> [FormChoice] {
        guard mayLook(person, conversation) else { return [] }
        return switch field {
        case FormAnswers.Field.account, FormAnswers.Field.accounts: accounts(matching: typed)
        case IssueQuery.accountField: [IssueQuery.allAccounts] + accounts(matching: typed)
        case FormAnswers.Field.regions: regions(matching: typed)
        case FormAnswers.Field.scopes:
            "all regions".contains(typed.lowercased()) || typed == "*"
                ? [FormChoice(value: "*", label: "All regions")] + regions(matching: typed) : regions(matching: typed)
        case FormAnswers.Field.project: projects(matching: typed)
        default: []
        }
    }

    /// Those of ticket_owners.json, and what is typed: the tracker may have others.
    private func projects(matching typed: String) -> [FormChoice] {
        let wanted = typed.uppercased()
        var found = playbook.owners.projects.filter { wanted.isEmpty || $0.uppercased().contains(wanted) }
        if wanted.isProjectKey, !found.contains(wanted) { found.append(wanted) }
        return found.prefix(100).map { FormChoice(value: $0, label: $0) }
    }

    /// Those that begin with what was typed before those that contain it, each group by name.
    private func accounts(matching typed: String) -> [FormChoice] {
        let wanted = typed.lowercased()
        let ranked = playbook.accounts.compactMap { account -> (rank: Int, name: String, account: Account)? in
            let name = account.name?.lowercased() ?? ""
            if wanted.isEmpty || name.hasPrefix(wanted) || account.id.rawValue.hasPrefix(wanted) {
                return (0, name, account)
            }
            return name.contains(wanted) || account.id.rawValue.contains(wanted) ? (1, name, account) : nil
        }
        let sorted = ranked.sorted { ($0.rank, $0.name, $0.account.id) < ($1.rank, $1.name, $1.account.id) }
        return sorted.prefix(100).map { FormChoice(value: $0.account.id.rawValue, label: $0.account.title) }
    }

    /// What is typed in full is a region too, where the configuration names none: AWS may have new ones.
    private func regions(matching typed: String) -> [FormChoice] {
        let wanted = typed.lowercased()
        var found = playbook.knownRegions.filter { wanted.isEmpty || $0.rawValue.contains(wanted) }
        if found.isEmpty, !playbook.namesItsRegions, let region = Region(wanted) { found = [region] }
        return found.prefix(100).map { FormChoice(value: $0.rawValue, label: $0.rawValue) }
    }
}

// MARK: What is wrong with a form

extension FormDesk {
    public func problems(with submission: FormSubmission, by person: PersonID) async -> [String: String] {
        guard mayLook(person, submission.purpose.conversation) else { return [:] }
        let answers = FormAnswers(submission)
        var problems: [String: String] = [:]
        func check(_ field: String, _ body: () throws(Refusal) -> Void) {
            do throws(Refusal) { try body() } catch { problems[field] = error.reason.plain }
        }
        switch submission.purpose {
        case .scan:
            check(FormAnswers.Field.accounts) { () throws(Refusal) in
                for account in answers.accounts { _ = try playbook.account(named: account) }
            }
            check(FormAnswers.Field.regions) { () throws(Refusal) in
                try playbook.checkConfigured(try answers.regions)
            }
            return problems
        case .whitelistChosen:
            check(FormAnswers.Field.account) { () throws(Refusal) in
                guard let account = answers.account else { throw Refusal("Choose an account.") }
                _ = try playbook.account(named: account)
            }
            check(FormAnswers.Field.scopes) { () throws(Refusal) in _ = try answers.scopes }
        case .ticket, .ticketAlert:
            check(FormAnswers.Field.project) { () throws(Refusal) in _ = try answers.ticketWishes }
            return problems
        case .snooze, .snoozeAlert:
            check(FormAnswers.Field.until) { () throws(Refusal) in
                guard let until = try answers.until else { throw Refusal("Choose a day.") }
                let date = until.date(from: now())
                guard date > now() else { throw Refusal("That day is over already.") }
                guard date <= now().addingTimeInterval(CommandRunner.longestSnooze) else {
                    throw Refusal("A snooze lasts 30 days at most; what is to stay is whitelisted.")
                }
            }
            return problems
        case .whitelist, .whitelistAlert: break
        }
        if answers.reason == nil { problems[FormAnswers.Field.reason] = "Say why this is acceptable." }
        check(FormAnswers.Field.until) { () throws(Refusal) in
            guard let until = try answers.until?.date(from: now()), until <= now() else { return }
            throw Refusal("\(Moment.end(until)) is over already.")
        }
        return problems
    }
}
