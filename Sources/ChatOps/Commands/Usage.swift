/// The commands as `help` and refusals show them.
enum Usage: String, CaseIterable {
    case scanAccount = "scan account <id or name> [in <regions>]"
    case scanAll = "scan all"
    case issues = "issues [account <id or name>] [status <open|whitelisted|resolved|closed>]"
    case ticket = "ticket <account> <region>"
    case whitelistList = "whitelist list"
    case whitelistAdd = "whitelist add <account> <regions or *> [because <reason>]"
    case whitelistRemove = "whitelist remove <account> <regions or *>"
    case accounts = "accounts [part of a name]"
    case accountName = "account <id> name"
    case accountStatus = "account <id or name> status"
    case status = "status"
    case configuration = "cloudtrails config"
    case whitelistedItems = "cloudtrails whitelisted items"
    case ping = "ping"
    case help = "help"

    var meaning: String {
        switch self {
        case .scanAccount: "look at one account now, in all its regions or those named"
        case .scanAll: "look at every account now"
        case .issues: "list what is wrong; without a status, all that is not closed"
        case .ticket: "open a JIRA ticket for an issue"
        case .whitelistList, .whitelistedItems: "list the accepted risks"
        case .whitelistAdd: "accept the risk: its issues stay quiet"
        case .whitelistRemove: "take the acceptance back"
        case .accounts: "list the accounts that are watched"
        case .accountName: "tell an account's name"
        case .accountStatus: "tell what is wrong in one account"
        case .status: "tell when the last scan was, what it covered and what is open"
        case .configuration: "show what is watched and who is told"
        case .ping: "see whether the bot is there"
        case .help: "show this list"
        }
    }

    /// The words a command can begin with.
    static let firstWords = [
        "scan", "issues", "whitelist", "ticket", "accounts", "account", "status", "cloudtrails", "ping", "help",
    ]
}
