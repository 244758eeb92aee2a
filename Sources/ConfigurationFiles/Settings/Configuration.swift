import ChatOps
import CloudTrailCore

/// config.json: Hammer's keys as far as CloudTrail needs them, and our own.
public struct Configuration: Hashable, Sendable {
    public var aws: AWSSettings
    public var cloudtrails: CloudTrailSettings
    public var slack: SlackSettings
    public var jira: JiraSettings
    /// `roles`, our own key; nil when absent.
    public var roles: RoleAssignments?
    /// `bu_list`: business units in the order they are tried.
    public var businessUnits: [String]
    /// `credentials`: the table in which Hammer keeps what Slack and JIRA want to see; nil when absent.
    public var credentialsTable: String?
    public var store: StoreSettings
    public var logs: LogSettings
    public var heartbeat: HeartbeatSettings
    /// Where people read how to get an exception.
    public var whitelistingProcedureURL: String?

    public init(
        aws: AWSSettings = AWSSettings(), cloudtrails: CloudTrailSettings = CloudTrailSettings(),
        slack: SlackSettings = SlackSettings(), jira: JiraSettings = JiraSettings(), roles: RoleAssignments? = nil,
        businessUnits: [String] = [], credentialsTable: String? = nil, store: StoreSettings = StoreSettings(),
        logs: LogSettings = LogSettings(), heartbeat: HeartbeatSettings = HeartbeatSettings(),
        whitelistingProcedureURL: String? = nil
    ) {
        self.aws = aws
        self.cloudtrails = cloudtrails
        self.slack = slack
        self.jira = jira
        self.roles = roles
        self.businessUnits = businessUnits
        self.credentialsTable = credentialsTable
        self.store = store
        self.logs = logs
        self.heartbeat = heartbeat
        self.whitelistingProcedureURL = whitelistingProcedureURL
    }

    /// Which accounts the organization is asked for; nil where the files name them.
    public var discovery: OrganizationSettings? { cloudtrails.accounts == nil ? aws.organization : nil }

    /// The accounts to scan that the files name: `cloudtrails.accounts`, else `aws.accounts`, without `cloudtrails.ignore_accounts`; by id.
    public var accounts: [Account] {
        let names = aws.accountNames
        return Set(cloudtrails.accounts ?? aws.accounts.map(\.id)).subtracting(cloudtrails.ignoredAccounts)
            .sorted().map { Account(id: $0, name: names[$0]) }
    }
}
