import CloudTrailCore

extension FormPurpose {
    /// Where the outcome is told.
    public var conversation: Conversation {
        switch self {
        case .whitelist(_, let conversation), .whitelistAlert(_, let conversation, _),
            .whitelistChosen(let conversation),
            .scan(let conversation), .ticket(_, let conversation), .ticketAlert(_, let conversation),
            .snooze(_, let conversation), .snoozeAlert(_, let conversation):
            conversation
        }
    }

    /// What has to be allowed before the form is shown: whoever may not accept a risk is not asked why.
    var command: Command {
        switch self {
        case .whitelist(let place, _): .whitelistAdd(Command.Targets(place), until: nil, reason: nil)
        case .whitelistAlert(let subject, _, _): .whitelistAdd(.alert(subject), until: nil, reason: nil)
        case .whitelistChosen: .ask(.whitelist)
        case .scan: .ask(.scan)
        case .ticket(let place, _): .ticket(Command.Targets(place))
        case .ticketAlert(let subject, _): .ticket(.alert(subject))
        case .snooze(let place, _): .snooze(Command.Targets(place), until: .after(.seconds(86_400)))
        case .snoozeAlert(let subject, _): .snooze(.alert(subject), until: .after(.seconds(86_400)))
        }
    }

    /// The alert that it is about, where it is about one.
    var subject: AlertSubject? {
        switch self {
        case .whitelistAlert(let subject, _, _), .ticketAlert(let subject, _), .snoozeAlert(let subject, _): subject
        case .whitelist, .whitelistChosen, .scan, .ticket, .snooze: nil
        }
    }

    /// The same, for a form that shows so much.
    func showing(_ shown: Shown) -> FormPurpose {
        guard case .whitelistAlert(let subject, let conversation, _) = self else { return self }
        return .whitelistAlert(subject, conversation: conversation, shown: shown)
    }

    var title: String {
        switch self {
        case .whitelist, .whitelistAlert, .whitelistChosen: "Whitelist"
        case .ticket, .ticketAlert: "JIRA ticket"
        case .snooze, .snoozeAlert: "Snooze"
        case .scan: "Scan"
        }
    }

    /// That nothing came of it, before the reason is told.
    var undone: String {
        switch self {
        case .whitelist, .whitelistAlert, .whitelistChosen: "Nothing was whitelisted"
        case .ticket, .ticketAlert: "No ticket was opened"
        case .snooze, .snoozeAlert: "Nothing was snoozed"
        case .scan: "Nothing was scanned"
        }
    }

    /// `places` are those that the alert is about, where it is about one.
    func form(_ playbook: Playbook, about places: [AccountRegion] = []) -> Form {
        let all: RichText? =
            places.isEmpty ? nil : "\(bold: counted(places.count, "region")): \(where: places, playbook)"
        return switch self {
        case .whitelist, .whitelistAlert, .whitelistChosen:
            WhitelistForm(purpose: self, places: all, playbook: playbook).form
        case .snooze(let place, _):
            SnoozeForm(
                purpose: self, places: "\(bold: playbook.account(place.account).title) \(code: place.region)"
            ).form
        case .snoozeAlert: SnoozeForm(purpose: self, places: all).form
        case .scan: ScanForm(purpose: self, playbook: playbook).form
        case .ticket, .ticketAlert:
            TicketForm(
                purpose: self, places: all, accounts: Set(places.map(\.account)), playbook: playbook
            ).form
        }
    }
}

extension FormSubmission {
    /// What the answers ask for. Throws where one cannot be understood.
    func command() throws(Refusal) -> Command {
        let answers = FormAnswers(self)
        switch purpose {
        case .whitelist(let place, _):
            return .whitelistAdd(
                Command.Targets(place), until: try answers.until, reason: answers.reason, consent: .given)
        case .whitelistAlert(let subject, _, let shown):
            return .whitelistAdd(
                .alert(subject), until: try answers.until, reason: answers.reason,
                consent: shown.map(Consent.shown) ?? .given)
        case .whitelistChosen:
            guard let account = answers.account else {
                throw Refusal("Nothing was whitelisted: no account was chosen.")
            }
            let targets = Command.Targets.regions(account: account, try answers.scopes)
            return .whitelistAdd(targets, until: try answers.until, reason: answers.reason, consent: .given)
        case .ticket, .ticketAlert:
            guard case .ticket(let targets, _, _) = purpose.command else { return purpose.command }
            return .ticket(targets, wishes: try answers.ticketWishes, consent: .given)
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
