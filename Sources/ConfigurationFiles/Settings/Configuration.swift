import ChatOps
import CloudTrailCore
import Scheduling

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
    public var cronjobs: CronjobSettings
    /// `reminders` and `quiet_hours`, our own keys.
    public var escalation: Escalation
    public var quiet: Quiet?
    /// `digest`, our own key.
    public var digests: DigestPlan
    /// `csv`; nil where it is off.
    public var report: ReportSettings?
    /// `time_zone`, our own key: whose clock the schedules go by.
    public var timeZone: Zone

    public init(
        aws: AWSSettings = AWSSettings(), cloudtrails: CloudTrailSettings = CloudTrailSettings(),
        slack: SlackSettings = SlackSettings(), jira: JiraSettings = JiraSettings(), roles: RoleAssignments? = nil,
        businessUnits: [String] = [], credentialsTable: String? = nil, store: StoreSettings = StoreSettings(),
        logs: LogSettings = LogSettings(), heartbeat: HeartbeatSettings = HeartbeatSettings(),
        whitelistingProcedureURL: String? = nil, cronjobs: CronjobSettings = CronjobSettings(), timeZone: Zone = .utc,
        escalation: Escalation = Escalation(), quiet: Quiet? = nil,
        digests: DigestPlan = DigestPlan(), report: ReportSettings? = nil
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
        self.cronjobs = cronjobs
        self.timeZone = timeZone
        self.escalation = escalation
        self.quiet = quiet
        self.digests = digests
        self.report = report
    }

    /// Which accounts the organization is asked for; nil where the files name them.
    public var discovery: OrganizationSettings? { cloudtrails.accounts == nil ? aws.organization : nil }

    /// When accounts are scanned: as our own keys say, else when Hammer would have told what it found, else once an hour as
    /// Hammer looked.
    public var scanSchedule: Schedule {
        cronjobs.identification ?? cloudtrails.interval.map(Schedule.every) ?? cronjobs.reporting
            ?? .every(.seconds(3600))
    }

    /// The accounts to scan that the files name: `cloudtrails.accounts`, else `aws.accounts`, without `cloudtrails.ignore_accounts`; by id.
    public var accounts: [Account] {
        let names = aws.accountNames
        return Set(cloudtrails.accounts ?? aws.accounts.map(\.id)).subtracting(cloudtrails.ignoredAccounts)
            .sorted().map { Account(id: $0, name: names[$0]) }
    }
}
