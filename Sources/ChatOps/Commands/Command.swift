import CloudTrailCore

/// What a person asks the bot to do. Accounts are still as they were written: an id or a name.
public enum Command: Hashable, Sendable {
    case ping
    case help
    case status
    case configuration
    case accounts(part: String?)
    case accountName(String)
    case accountStatus(String)
    case scanAll
    /// No regions: all of the account's.
    case scanAccount(String, regions: [Region])
    /// No accounts, no statuses: everything that is not closed.
    case issues(accounts: [String], statuses: Set<Issue.Status>)
    case whitelistList
    case whitelistAdd(account: String, scopes: [RegionScope], reason: String?)
    case whitelistRemove(account: String, scopes: [RegionScope])
    case ticket(account: String, region: Region)

    /// The least role that may do it.
    public var role: Role {
        switch self {
        case .ping, .help, .status, .configuration, .accounts, .accountName, .accountStatus, .issues, .whitelistList:
            .viewer
        case .scanAll, .scanAccount, .ticket: .operator
        case .whitelistAdd, .whitelistRemove: .approver
        }
    }

    /// A short stable name, for logs and refusals.
    public var name: String {
        switch self {
        case .ping: "ping"
        case .help: "help"
        case .status: "status"
        case .configuration: "cloudtrails config"
        case .accounts: "accounts"
        case .accountName, .accountStatus: "account"
        case .scanAll, .scanAccount: "scan"
        case .issues: "issues"
        case .whitelistList: "whitelist list"
        case .whitelistAdd: "whitelist add"
        case .whitelistRemove: "whitelist remove"
        case .ticket: "ticket"
        }
    }
}
