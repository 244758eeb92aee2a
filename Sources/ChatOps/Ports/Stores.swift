import CloudTrailCore

import struct FoundationEssentials.Date

/// Issues together with what is still to be told about them.
public protocol Outbox: IssueStore {
    /// Writes the issue and adds its notices in ONE transaction, and answers the issue as stored (version + 1). Throws
    /// `stale` unless the stored version equals `issue.version` (0: none is stored). A notice whose id exists is kept as it is.
    func commit(_ issue: Issue, notices: [Notice]) async throws(StoreError) -> Issue
    /// Notices whose time has come, oldest first. One that waits for its next attempt holds back the newer ones about the same
    /// subject at the same place, so that news is never overtaken; one that rests does not.
    func dueNotices(at now: Date, limit: Int) async throws(StoreError) -> [Notice]
    /// When the next notice that is not held back is due, nil when none waits.
    func nextNoticeDue() async throws(StoreError) -> Date?
    /// Those that rest about these subjects, oldest first.
    func restingNotices(about subjects: Set<AlertSubject>) async throws(StoreError) -> [Notice]
    /// Replaces the notices' states and, where they are given, stores the thread that shows them and what is remembered of their
    /// recipient: all in ONE transaction.
    func save(_ notices: [Notice], thread: AlertThread?, mailbox: Mailbox?) async throws(StoreError)
    /// The message of a subject, nil when there never was one.
    func thread(of subject: AlertSubject) async throws(StoreError) -> AlertThread?
    /// What is remembered of a recipient, nil when nothing is.
    func mailbox(of recipient: String) async throws(StoreError) -> Mailbox?
    /// How many notices wait, and how many were given up since a time; what was given up half a year ago may be forgotten.
    func noticeCounts(failedSince time: Date) async throws(StoreError) -> NoticeCounts
    /// All notices about a place, oldest first.
    func notices(about place: AccountRegion) async throws(StoreError) -> [Notice]
}

extension Outbox {
    public func save(_ notices: [Notice], thread: AlertThread?) async throws(StoreError) {
        try await save(notices, thread: thread, mailbox: nil)
    }

    /// With all that were given up, as far as they are remembered.
    public func noticeCounts() async throws(StoreError) -> NoticeCounts {
        try await noticeCounts(failedSince: .distantPast)
    }
}

/// The outbox in numbers.
public struct NoticeCounts: Hashable, Sendable {
    public var pending: Int
    public var failed: Int

    public init(pending: Int = 0, failed: Int = 0) {
        self.pending = pending
        self.failed = failed
    }
}

/// The whitelist entries added from chat.
public protocol WhitelistStore: Sendable {
    /// In the order of account and scope.
    func whitelistEntries() async throws(StoreError) -> [Whitelist.Entry]
    /// Replaces an entry of the same account and scope.
    func addWhitelistEntry(_ entry: Whitelist.Entry) async throws(StoreError)
    /// false when there was none.
    func removeWhitelistEntry(account: AccountID, scope: RegionScope) async throws(StoreError) -> Bool
}

/// Which requests were taken already, across restarts.
public protocol SeenRequests: Sendable {
    /// true the first time an id is claimed. Claims older than an hour are forgotten.
    func claim(_ id: String, at now: Date) async throws(StoreError) -> Bool
    /// Gives a claim back when the work failed, so that a second delivery is taken.
    func release(_ id: String) async throws(StoreError)
}

/// The last scan, for `status`.
public protocol ScanHistory: Sendable {
    func record(_ summary: ScanSummary) async throws(StoreError)
    func latestScan() async throws(StoreError) -> ScanSummary?
    /// The accounts that the operators were last told cannot be checked; empty when they were told of none.
    func accountsToldUnchecked() async throws(StoreError) -> [AccountID]
    func recordToldUnchecked(_ accounts: [AccountID]) async throws(StoreError)
    /// The accounts of which each owner was told that they cannot be entered, and not yet that they can be again.
    func toldLocked() async throws(StoreError) -> [String: [AccountID]]
    func recordToldLocked(_ accounts: [String: [AccountID]]) async throws(StoreError)
}

/// When recurring work last began, by its name.
public protocol RunHistory: Sendable {
    /// nil when it never did.
    func lastRun(of job: String) async throws(StoreError) -> Date?
    func recordRun(of job: String, at time: Date) async throws(StoreError)
}

/// A finished scan in numbers.
public struct ScanSummary: Hashable, Sendable, Codable {
    public var startedAt: Date
    public var finishedAt: Date
    public var accounts: Int
    public var regions: Int
    /// Regions whose verdict is not unknown.
    public var checkedRegions: Int
    public var unreachableAccounts: Int
    public var brokenRegions: Int
    /// Accounts in which something could not be checked, in order.
    public var uncheckedAccounts: [AccountID]
    /// The accounts that were to be looked at.
    public var scannedAccounts: [AccountID]
    /// Those of them that could not be entered, in order.
    public var lockedAccounts: [AccountID]
    /// Why these may not be all accounts that are watched; nil when they are.
    public var doubt: String?

    public init(
        startedAt: Date, finishedAt: Date, accounts: Int, regions: Int, checkedRegions: Int, unreachableAccounts: Int,
        brokenRegions: Int, uncheckedAccounts: [AccountID] = [], scannedAccounts: [AccountID] = [],
        lockedAccounts: [AccountID] = [], doubt: String? = nil
    ) {
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.accounts = accounts
        self.regions = regions
        self.checkedRegions = checkedRegions
        self.unreachableAccounts = unreachableAccounts
        self.brokenRegions = brokenRegions
        self.uncheckedAccounts = uncheckedAccounts
        self.scannedAccounts = scannedAccounts
        self.lockedAccounts = lockedAccounts
        self.doubt = doubt
    }

    /// A summary that was stored before `scannedAccounts` and `lockedAccounts` were names none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        startedAt = try values.decode(Date.self, forKey: .startedAt)
        finishedAt = try values.decode(Date.self, forKey: .finishedAt)
        accounts = try values.decode(Int.self, forKey: .accounts)
        regions = try values.decode(Int.self, forKey: .regions)
        checkedRegions = try values.decode(Int.self, forKey: .checkedRegions)
        unreachableAccounts = try values.decode(Int.self, forKey: .unreachableAccounts)
        brokenRegions = try values.decode(Int.self, forKey: .brokenRegions)
        uncheckedAccounts = try values.decode([AccountID].self, forKey: .uncheckedAccounts)
        scannedAccounts = try values.decodeIfPresent([AccountID].self, forKey: .scannedAccounts) ?? []
        lockedAccounts = try values.decodeIfPresent([AccountID].self, forKey: .lockedAccounts) ?? []
        doubt = try values.decodeIfPresent(String.self, forKey: .doubt)
    }

    /// Whether every region of every account was looked at and answered.
    public var isComplete: Bool {
        doubt == nil && uncheckedAccounts.isEmpty && regions > 0 && checkedRegions == regions
    }
}

/// Everything the bot keeps.
public typealias Store = Outbox & BaselineStore & WhitelistStore & SeenRequests & ScanHistory & RunHistory & AuditLog
    & AuditHistory
