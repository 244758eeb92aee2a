import CloudTrailCore

/// `cloudtrails` of config.json.
public struct CloudTrailSettings: Hashable, Sendable {
    /// Whether accounts are scanned on a schedule.
    public var isEnabled: Bool
    /// Whether what is found is told without being asked.
    public var isReporting: Bool
    /// Replaces `aws.accounts`, nil when absent.
    public var accounts: [AccountID]?
    public var ignoredAccounts: Set<AccountID>
    /// Hammer's issue table.
    public var tableName: String
    /// The time from one scheduled scan to the next; `interval`, our own key; nil when absent.
    public var interval: Duration?

    public init(
        isEnabled: Bool = true, isReporting: Bool = false, accounts: [AccountID]? = nil,
        ignoredAccounts: Set<AccountID> = [], tableName: String = "hammer-cloudtrails",
        interval: Duration? = nil
    ) {
        self.isEnabled = isEnabled
        self.isReporting = isReporting
        self.accounts = accounts
        self.ignoredAccounts = ignoredAccounts
        self.tableName = tableName
        self.interval = interval
    }
}
