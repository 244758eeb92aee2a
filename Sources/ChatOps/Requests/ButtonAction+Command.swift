import CloudTrailCore

extension ButtonAction {
    /// What the button stands for; nil where it asks something first.
    var command: Command? {
        switch self {
        case .scan(let place): .scanAccount(place.account.rawValue, regions: [place.region])
        case .whitelist, .ticket, .ask, .command, .confirmed, .snooze(_, for: nil), .snoozeIssue: nil
        case .acceptAlert(let risk):
            .whitelistAdd(
                .alert(risk.subject), until: risk.until.map(Deadline.at), reason: risk.reason,
                consent: .shown(risk.shown))
        case .snooze(let subject, for: let time?): Deadline(time).map { .snooze(.alert(subject), until: $0) }
        case .assign(let subject, to: let assignee): .assign(.alert(subject), to: assignee)
        case .issues(let query): .issueList(query)
        case .issue(let place): .issue(account: place.account.rawValue, region: place.region)
        case .place(let place, .scan): .scanAccount(place.account.rawValue, regions: [place.region])
        case .place(let place, let act): act.command(on: Command.Targets(place))
        case .audit(let account, let id): .audit(account: account?.rawValue, before: id)
        case .alert(let subject, let act): act.command(on: .alert(subject))
        }
    }

    /// Whether it answers a question of the bot's, which is over with it.
    var answersQuestion: Bool {
        switch self {
        case .confirmed, .acceptAlert: true
        default: false
        }
    }

    /// Whether the answer takes the place of the message it was pressed on.
    var turnsPages: Bool { if case .issues = self { true } else { false } }

    /// The form that asks what has to be known first.
    func purpose(in conversation: Conversation) -> FormPurpose? {
        switch self {
        case .whitelist(let place), .place(let place, .whitelist): .whitelist(place, conversation: conversation)
        case .alert(let subject, .whitelist): .whitelistAlert(subject, conversation: conversation)
        case .ticket(let place), .place(let place, .ticket): .ticket(place, conversation: conversation)
        case .alert(let subject, .ticket): .ticketAlert(subject, conversation: conversation)
        case .snooze(let subject, for: nil): .snoozeAlert(subject, conversation: conversation)
        case .snoozeIssue(let place): .snooze(place, conversation: conversation)
        case .ask(let kind): kind.purpose(in: conversation)
        default: nil
        }
    }
}

extension AlertAct {
    /// nil where it asks something first.
    fileprivate func command(on targets: Command.Targets) -> Command? {
        switch self {
        case .scan: if case .alert(let subject) = targets { .scanAlert(subject) } else { nil }
        case .acknowledge: .acknowledge(targets)
        case .snooze: .snooze(targets, until: .after(.seconds(86_400)))
        case .release: .release(targets)
        case .explain: .explain(targets)
        case .whitelist, .ticket: nil
        }
    }
}

extension FormKind {
    func purpose(in conversation: Conversation) -> FormPurpose {
        switch self {
        case .scan: .scan(conversation: conversation)
        case .whitelist: .whitelistChosen(conversation: conversation)
        }
    }
}
