import CloudTrailCore

extension Command {
    /// What it asks for, much as one would have typed it: for the audit log, where a button or a form stands for it.
    var words: String {
        let about: String =
            switch self {
            case .ping, .help, .status, .doctor, .digest, .report, .configuration, .whitelistList, .ask: ""
            case .scanAll: "all"
            case .accounts(let part): part ?? ""
            case .helpAbout(let text), .look(let text): text
            case .accountName(let account), .accountStatus(let account): account
            case .scanAccount(let account, let regions): "\(account) \(regions.words)"
            case .scanChosen(let accounts, let regions):
                "\(accounts.isEmpty ? "all" : accounts.words)\(regions.isEmpty ? "" : " in \(regions.words)")"
            case .issueList(let query):
                (query.accounts.map(\.rawValue) + query.statuses.map(\.rawValue) + ["page \(query.page + 1)"])
                    .joined(separator: " ")
            case .issues(let accounts, let statuses):
                (accounts + statuses.map(\.rawValue).sorted()).joined(separator: " ")
            case .issue(let account, let region): "\(account) \(region)"
            case .acknowledge(let targets), .release(let targets), .explain(let targets): targets.words
            case .ticket(let targets, let wishes, _):
                [targets.words, wishes?.words].compactMap(\.self).joined(separator: " ")
            case .assign(let targets, let assignee): "\(targets.words) to \(assignee)"
            case .snooze(let targets, let until): "\(targets.words) \(until.words)"
            case .whitelistAdd(let targets, let until, let reason, _):
                [targets.words, until?.words, reason.map { "because \($0)" }].compactMap(\.self).joined(separator: " ")
            case .whitelistRemove(let account, let scopes): "\(account) \(scopes.words)"
            case .scanAlert(let subject): Targets.alert(subject).words
            case .audit(let account, _): account ?? ""
            }
        return about.isEmpty ? name : "\(name) \(about)"
    }

    /// What it is to be done to, as far as the command itself says.
    var targets: Targets? {
        switch self {
        case .acknowledge(let targets), .release(let targets), .ticket(let targets, _, _), .snooze(let targets, _),
            .explain(let targets), .assign(let targets, _),
            .whitelistAdd(let targets, _, _, _):
            targets
        case .scanAlert(let subject): .alert(subject)
        default: nil
        }
    }

    /// The accounts it names, as they were written.
    var accountNames: [String] {
        if case .regions(let account, _) = targets { return [account] }
        return switch self {
        case .accountName(let account), .accountStatus(let account), .scanAccount(let account, _),
            .issue(let account, _), .whitelistRemove(let account, _):
            [account]
        case .issues(let accounts, _), .scanChosen(let accounts, _): accounts
        case .issueList(let query): query.accounts.map(\.rawValue)
        case .audit(let account, _): [account].compactMap(\.self)
        default: []
        }
    }
}

extension Command.Targets {
    fileprivate var words: String {
        switch self {
        case .regions(let account, let scopes): "\(account) \(scopes.words)"
        case .alert(let subject): "all of the alert \(subject.cause.key)"
        }
    }
}

extension TicketWishes {
    fileprivate var words: String {
        [project.map { "in \($0)" }, assignee.map { "for \($0)" }, text.map { "saying \($0)" }].compactMap(\.self)
            .joined(separator: " ")
    }
}

extension Deadline {
    fileprivate var words: String {
        switch self {
        case .after(let duration): "for \(duration.words)"
        case .at(let date): "until \(Moment.end(date))"
        }
    }
}

extension Sequence where Element: CustomStringConvertible {
    fileprivate var words: String { map(\.description).joined(separator: ",") }
}
