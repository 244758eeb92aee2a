import CloudTrailCore

/// What a person asks the bot to do. Accounts are still as they were written: an id or a name.
public enum Command: Hashable, Sendable {
    case ping
    case help
    /// About the commands that begin with a word.
    case helpAbout(String)
    /// What can be done about the accounts that a message names.
    case look(String)
    case status
    case doctor
    case configuration
    case accounts(part: String?)
    case accountName(String)
    case accountStatus(String)
    case scanAll
    /// No regions: all of the account's.
    case scanAccount(String, regions: [Region])
    /// No accounts: all; no regions: all that are watched.
    case scanChosen(accounts: [String], regions: [Region])
    /// Asks for what was not said, in a form.
    case ask(FormKind)
    /// A page of the list of issues.
    case issueList(IssueQuery)
    /// No accounts, no statuses: everything that is not closed.
    case issues(accounts: [String], statuses: Set<Issue.Status>)
    case issue(account: String, region: Region)
    case acknowledge(Targets)
    case snooze(Targets, until: Deadline)
    case release(Targets)
    /// Somebody as the asker named them.
    case assign(Targets, to: String)
    /// What is wrong, as the catalogue has it.
    case explain(Targets)
    case whitelistList
    case whitelistAdd(Targets, until: Deadline?, reason: String?, consent: Consent = .unasked)
    case whitelistRemove(account: String, scopes: [RegionScope])
    case ticket(Targets, wishes: TicketWishes? = nil, consent: Consent = .unasked)
    /// Where the asker's issues stand.
    case digest
    case report(ReportKind)
    /// What people did, about one account or all; those before an entry.
    case audit(account: String?, before: AuditEntry.ID?)
    /// Looks again at what an alert is about.
    case scanAlert(AlertSubject)

    /// What an act is to be done to.
    public enum Targets: Hashable, Sendable {
        case regions(account: String, [RegionScope])
        /// All that an alert is about.
        case alert(AlertSubject)
    }

    /// The least role that may do it.
    public var role: Role {
        switch self {
        case .ping, .help, .helpAbout, .look, .status, .digest, .report, .explain, .configuration, .accounts,
            .accountName, .accountStatus, .issues,
            .issueList,
            .issue, .whitelistList:
            .viewer
        case .ask(.whitelist): .approver
        case .scanAll, .scanAccount, .scanChosen, .scanAlert, .ask(.scan), .acknowledge, .snooze, .release, .assign,
            .ticket, .doctor:
            .operator
        case .whitelistAdd, .whitelistRemove, .audit: .approver
        }
    }

    /// The same, as by somebody who was shown what it means.
    func agreed(_ consent: Consent = .given) -> Command {
        switch self {
        case .whitelistAdd(let targets, let until, let reason, _):
            .whitelistAdd(targets, until: until, reason: reason, consent: consent)
        case .ticket(let targets, let wishes, _): .ticket(targets, wishes: wishes, consent: consent)
        default: self
        }
    }

    /// A short stable name, for logs and refusals.
    public var name: String {
        switch self {
        case .ping: "ping"
        case .help, .helpAbout: "help"
        case .look: "look"
        case .status: "status"
        case .doctor: "doctor"
        case .configuration: "cloudtrails config"
        case .accounts: "accounts"
        case .accountName, .accountStatus: "account"
        case .scanAll, .scanAccount, .scanChosen, .scanAlert, .ask(.scan): "scan"
        case .issues, .issueList: "issues"
        case .issue: "issue"
        case .acknowledge: "acknowledge"
        case .snooze: "snooze"
        case .release: "reopen"
        case .assign: "assign"
        case .explain: "explain"
        case .whitelistList: "whitelist list"
        case .whitelistAdd, .ask(.whitelist): "whitelist add"
        case .whitelistRemove: "whitelist remove"
        case .ticket: "ticket"
        case .digest: "digest"
        case .report(let kind): "report \(kind.rawValue)"
        case .audit: "audit"
        }
    }
}
