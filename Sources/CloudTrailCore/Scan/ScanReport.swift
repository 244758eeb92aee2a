/// What a scan has found so far, or in the end.
public struct ScanReport: Hashable, Sendable {
    /// An account none of whose regions could be looked at, not even listed.
    public struct UnreachableAccount: Hashable, Sendable {
        public var account: Account
        public var reason: UnknownReason

        public init(account: Account, reason: UnknownReason) {
            self.account = account
            self.reason = reason
        }
    }

    public var plannedAccounts: Int
    public var finishedAccounts: Int
    /// Regions known to be part of the scan so far.
    public var plannedRegions: Int
    public var verdicts: [Verdict]
    public var unreachable: [UnreachableAccount]

    public init(plannedAccounts: Int) {
        self.plannedAccounts = plannedAccounts
        finishedAccounts = 0
        plannedRegions = 0
        verdicts = []
        unreachable = []
    }
}
