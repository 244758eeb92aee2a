/// What a scan has found so far, or in the end: counts, and the regions that are not healthy. It stays small however many
/// regions are healthy.
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

    public private(set) var plannedAccounts: Int
    public private(set) var finishedAccounts = 0
    /// Regions known to be part of the scan so far.
    public private(set) var knownRegions = 0
    public private(set) var judgedRegions = 0
    /// Judged regions whose verdict misses no answer.
    public private(set) var checkedRegions = 0
    /// Verdicts that are broken, unknown, or both.
    public private(set) var troubled: [Verdict] = []
    public private(set) var brokenRegions = 0
    public private(set) var unreachable: [UnreachableAccount] = []
    /// All that could not be entered: the unreachable ones, and those whose planned regions are unknown for it.
    public private(set) var locked: [UnreachableAccount] = []
    /// Accounts in which changes could not be told.
    public private(set) var uncomparedAccounts = 0

    public init(plan: ScanPlan) {
        plannedAccounts = plan.accounts.count
    }

    public mutating func apply(_ event: ScanEvent) {
        switch event {
        case .accountEntered(_, let regions): knownRegions += regions
        case .regionJudged(let verdict): add(verdict)
        case .accountLocked(let account, let reason): locked.append(.init(account: account, reason: reason))
        case .accountUnreachable(let account, let reason):
            unreachable.append(.init(account: account, reason: reason))
            locked.append(.init(account: account, reason: reason))
        case .accountFinished: finishedAccounts += 1
        case .baselineUnavailable: uncomparedAccounts += 1
        }
    }

    private mutating func add(_ verdict: Verdict) {
        judgedRegions += 1
        if verdict.unknowns.isEmpty { checkedRegions += 1 }
        if !verdict.findings.isEmpty { brokenRegions += 1 }
        if verdict.condition != .healthy { troubled.append(verdict) }
    }

    public var broken: [Verdict] { troubled.filter { !$0.findings.isEmpty } }
    public var unknown: [Verdict] { troubled.filter { !$0.unknowns.isEmpty } }

    /// What the scan came to, as one answer for everyone who tells it.
    public enum Conclusion: Hashable, Sendable {
        /// No accounts or no regions were to be scanned.
        case nothingLookedAt
        case trouble
        case clean
        /// Nothing wrong was found, but something could not be checked.
        case incomplete
    }

    public var conclusion: Conclusion {
        if brokenRegions > 0 { return .trouble }
        if isComplete { return .clean }
        return knownRegions == 0 && unreachable.isEmpty ? .nothingLookedAt : .incomplete
    }

    /// Whether every region of every planned account was looked at and answered; only then may "no problems" be said.
    public var isComplete: Bool {
        finishedAccounts == plannedAccounts && unreachable.isEmpty && checkedRegions == judgedRegions
            && judgedRegions == knownRegions && judgedRegions > 0
    }
}
