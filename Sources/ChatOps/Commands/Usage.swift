/// The commands as `help` and refusals show them.
enum Usage: String, CaseIterable {
    case scan = "scan"
    case scanAccount = "scan account <id or name> [in <regions>]"
    case scanAll = "scan all"
    case issues =
        "issues [account <id or name>] [status <open|acknowledged|snoozed|whitelisted|resolved|closed>]"
    case issue = "issue <account> <region>"
    case acknowledge = "acknowledge <account> <regions or *>"
    case snooze = "snooze <account> <regions or *> for <4h|7d>, or until <2026-12-31>"
    case release = "reopen <account> <regions or *>"
    case assign = "assign <account> <regions or *> to <@somebody>"
    case explain = "explain <account> <regions or *>"
    case ticket = "ticket <account> <region>"
    case whitelistList = "whitelist list"
    case whitelistForm = "whitelist add"
    case whitelistAdd = "whitelist add <account> <regions or *> [until <2026-12-31>] [because <reason>]"
    case whitelistRemove = "whitelist remove <account> <regions or *>"
    case accounts = "accounts [part of a name]"
    case accountName = "account <id> name"
    case accountStatus = "account <id or name> status"
    case audit = "audit [account]"
    case status = "status"
    case doctor = "doctor"
    case digest = "digest"
    case reportTable = "report csv"
    case reportPicture = "report picture"
    case configuration = "cloudtrails config"
    case whitelistedItems = "cloudtrails whitelisted items"
    case ping = "ping"
    case help = "help"
    case helpAbout = "help <command>"

    var meaning: String {
        switch self {
        case .scan: "choose in a form what to look at now"
        case .scanAccount: "look at one account now, in all its regions or those named"
        case .scanAll: "look at every account now"
        case .issues: "list what is wrong; without a status, all that is not closed"
        case .issue: "show one issue: what is wrong, since when, what happened, what would mend it"
        case .acknowledge: "say that you are on it"
        case .snooze: "keep it quiet for a while, unless it gets worse"
        case .release: "take an acknowledgement or a snooze back"
        case .assign: "give issues to somebody, who is told of them"
        case .explain: "tell what the findings of issues mean"
        case .ticket: "open a JIRA ticket for an issue"
        case .whitelistList, .whitelistedItems: "list the accepted risks"
        case .whitelistForm: "choose in a form which risk to accept"
        case .whitelistAdd: "accept the risk: its issues stay quiet"
        case .whitelistRemove: "take the acceptance back"
        case .accounts: "list the accounts that are watched"
        case .accountName: "tell an account's name"
        case .accountStatus: "tell what is wrong in one account"
        case .audit: "list what people did, and what they were refused"
        case .reportTable: "show all issues as a table for spreadsheets"
        case .reportPicture: "draw accounts by regions, and the open issues day by day"
        case .digest: "tell where your own accounts stand: open, new, mended, oldest, unknown"
        case .status: "tell when the last scan was, what it covered and what is open"
        case .doctor: "check the bot itself: files, Slack, AWS, store, JIRA"
        case .configuration: "show what is watched and who is told"
        case .ping: "see whether the bot is there"
        case .help: "show this list"
        case .helpAbout: "tell more of one command"
        }
    }

    /// The words a command can begin with.
    static let firstWords = [
        "scan", "issues", "issue", "acknowledge", "snooze", "reopen", "assign", "explain", "whitelist", "ticket",
        "accounts", "account",
        "audit", "status", "doctor", "digest", "report", "cloudtrails", "ping", "help",
    ]
}
