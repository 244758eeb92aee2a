import CloudTrailCore

/// Who the credentials in use belong to.
public struct CallerIdentity: Sendable, Hashable {
    public var arn: String
    public var account: AccountID
    /// `aws`, `aws-cn`, `aws-us-gov` …
    public var partition: String

    /// nil when `arn` is none.
    public init?(arn: String, account: AccountID) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "arn", !parts[1].isEmpty else { return nil }
        self.arn = arn
        self.account = account
        partition = String(parts[1])
    }
}
