import CloudTrailCore

extension FormPurpose {
    /// Where the outcome is told.
    public var conversation: Conversation {
        switch self {
        case .whitelist(_, let conversation), .whitelistAlert(_, let conversation), .whitelistChosen(let conversation),
            .scan(let conversation), .ticket(_, let conversation), .ticketAlert(_, let conversation),
            .snooze(_, let conversation), .snoozeAlert(_, let conversation):
            conversation
        }
    }

    /// What has to be allowed before the form is shown: whoever may not accept a risk is not asked why.
    var command: Command {
        switch self {
        case .whitelist(let place, _): .whitelistAdd(Command.Targets(place), until: nil, reason: nil)
        case .whitelistAlert(let subject, _): .whitelistAdd(.alert(subject), until: nil, reason: nil)
        case .whitelistChosen: .ask(.whitelist)
        case .scan: .ask(.scan)
        case .ticket(let place, _): .ticket(Command.Targets(place))
        case .ticketAlert(let subject, _): .ticket(.alert(subject))
        case .snooze(let place, _): .snooze(Command.Targets(place), until: .after(.seconds(86_400)))
        case .snoozeAlert(let subject, _): .snooze(.alert(subject), until: .after(.seconds(86_400)))
        }
    }

    func form(_ playbook: Playbook) -> Form {
        switch self {
        case .whitelist, .whitelistAlert, .whitelistChosen: WhitelistForm(purpose: self, playbook: playbook).form
        case .snooze, .snoozeAlert: SnoozeForm(purpose: self, playbook: playbook).form
        case .scan: ScanForm(purpose: self, playbook: playbook).form
        case .ticket, .ticketAlert: TicketForm(purpose: self, playbook: playbook).form
        }
    }
}

extension FormSubmission {
    /// What the answers ask for. Throws where one cannot be understood.
    func command() throws(Refusal) -> Command {
        let answers = FormAnswers(self)
        switch purpose {
        case .whitelist, .whitelistAlert:
            guard case .whitelistAdd(let targets, _, _) = purpose.command else { return purpose.command }
            return .whitelistAdd(targets, until: try answers.until, reason: answers.reason)
        case .whitelistChosen:
            guard let account = answers.account else {
                throw Refusal("Nothing was whitelisted: no account was chosen.")
            }
            let targets = Command.Targets.regions(account: account, try answers.scopes)
            return .whitelistAdd(targets, until: try answers.until, reason: answers.reason)
        case .ticket, .ticketAlert:
            guard case .ticket(let targets, _) = purpose.command else { return purpose.command }
            return .ticket(targets, wishes: try answers.ticketWishes)
        case .snooze, .snoozeAlert:
            guard case .snooze(let targets, _) = purpose.command else { return purpose.command }
            guard let until = try answers.until else { throw Refusal("Nothing was snoozed: no day was chosen.") }
            return .snooze(targets, until: until)
        case .scan:
            let (accounts, regions) = (answers.accounts, try answers.regions)
            return accounts.isEmpty && regions.isEmpty ? .scanAll : .scanChosen(accounts: accounts, regions: regions)
        }
    }
}

extension Command.Targets {
    init(_ place: AccountRegion) {
        self = .regions(account: place.account.rawValue, [.region(place.region)])
    }
}
