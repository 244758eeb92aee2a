import CloudTrailCore

/// Takes over what another store kept, as it was there: versions and states included. Only for copies, while no bot works on
/// either store.
public protocol AdoptingStore: Sendable {
    /// Replaces the issue of its place, and notices of the same ids.
    func adopt(_ issue: Issue, notices: [Notice]) async throws(StoreError)
    func adopt(_ thread: AlertThread) async throws(StoreError)
    func adopt(_ mailbox: Mailbox) async throws(StoreError)
    func adopt(_ baseline: AccountBaseline) async throws(StoreError)
}

/// Copies all that one store keeps into another: all but the claims of requests, which last an hour. It may be repeated.
public struct StoreCopy: Sendable {
    /// How many of each were copied.
    public struct Counts: Hashable, Sendable {
        public var issues = 0
        public var notices = 0
        public var threads = 0
        public var baselines = 0
        public var whitelistEntries = 0
        public var scans = 0

        public init() {}
    }

    private let source: any Store
    private let target: any Store & AdoptingStore

    public init(from source: any Store, to target: any Store & AdoptingStore) {
        self.source = source
        self.target = target
    }

    /// `accounts` are those whose baselines are looked for, besides those that have issues or were scanned last. Throws
    /// before anything is written when the target was worked on: its own news would be lost.
    public func run(accounts: Set<AccountID>) async throws(StoreError) -> Counts {
        let issues = try await source.issues(matching: IssueFilter())
        try await checkTarget(against: issues)
        var counts = Counts()
        var subjects: Set<AlertSubject> = []
        for issue in issues {
            let notices = try await source.notices(about: issue.place)
            try await target.adopt(issue, notices: notices)
            subjects.formUnion(notices.map(\.subject))
            counts.issues += 1
            counts.notices += notices.count
        }
        for subject in subjects {
            guard let thread = try await source.thread(of: subject) else { continue }
            try await target.adopt(thread)
            counts.threads += 1
        }
        for recipient in Set(subjects.map(\.recipient)) {
            if let mailbox = try await source.mailbox(of: recipient) { try await target.adopt(mailbox) }
        }
        let scan = try await source.latestScan()
        for account in accounts.union(issues.map(\.place.account)).union(scan?.scannedAccounts ?? []) {
            guard let baseline = try await source.baseline(of: account) else { continue }
            try await target.adopt(baseline)
            counts.baselines += 1
        }
        for entry in try await source.whitelistEntries() {
            try await target.addWhitelistEntry(entry)
            counts.whitelistEntries += 1
        }
        if let scan {
            try await target.record(scan)
            counts.scans += 1
        }
        try await target.recordToldUnchecked(try await source.accountsToldUnchecked())
        try await target.recordToldLocked(try await source.toldLocked())
        return counts
    }

    private func checkTarget(against issues: [Issue]) async throws(StoreError) {
        let versions = Dictionary(issues.map { ($0.place, $0.version) }) { $1 }
        let newer = try await target.issues(matching: IssueFilter()).filter { $0.version > versions[$0.place] ?? 0 }
        guard let first = newer.first else { return }
        throw StoreError(
            .stale,
            "The store to copy to has \(newer.count) issues that are newer, such as \(first.place): nothing is copied."
        )
    }
}
