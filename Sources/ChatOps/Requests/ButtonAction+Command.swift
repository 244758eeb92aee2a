import CloudTrailCore

extension ButtonAction {
    /// What the button stands for; nil where it asks something first.
    var command: Command? {
        switch self {
        case .scan(let place): .scanAccount(place.account.rawValue, regions: [place.region])
        case .ticket(let place): .ticket(Command.Targets(place))
        case .whitelist: nil
        case .audit(let account, let id): .audit(account: account?.rawValue, before: id)
        case .alert(let subject, let act): act.command(on: .alert(subject))
        }
    }

    /// The form that asks what has to be known first.
    func purpose(in conversation: Conversation) -> FormPurpose? {
        switch self {
        case .whitelist(let place): .whitelist(place, conversation: conversation)
        case .alert(let subject, .whitelist): .whitelistAlert(subject, conversation: conversation)
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
        case .ticket: .ticket(targets)
        case .whitelist: nil
        }
    }
}
