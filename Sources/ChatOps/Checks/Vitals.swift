import CloudTrailCore

import struct FoundationEssentials.Date

/// How the bot is, in numbers from its store.
public struct Vitals: Sendable, Hashable {
    public var lastScan: ScanSummary?
    /// Those whose trouble is there; the others are over.
    public var issues: [Issue.Status: Int]
    public var notices: NoticeCounts
    /// How long the oldest notice has been due.
    public var oldestNoticeAge: Duration

    public init(
        lastScan: ScanSummary? = nil, issues: [Issue.Status: Int] = [:], notices: NoticeCounts = NoticeCounts(),
        oldestNoticeAge: Duration = .zero
    ) {
        self.lastScan = lastScan
        self.issues = issues
        self.notices = notices
        self.oldestNoticeAge = oldestNoticeAge
    }

    public init(of store: any Outbox & ScanHistory, at now: Date) async throws(StoreError) {
        lastScan = try await store.latestScan()
        let standing = try await store.issues(matching: IssueFilter(statuses: Issue.Status.standing))
        issues = Dictionary(grouping: standing, by: \.status).mapValues(\.count)
        notices = try await store.noticeCounts()
        let oldest = try await store.dueNotices(at: now, limit: 1).first
        oldestNoticeAge = .seconds(oldest.map { max(0, now.timeIntervalSince($0.createdAt)) } ?? 0)
    }
}

/// Reads the vitals, and not more often than every so often: whoever watches asks every few seconds.
public actor VitalSigns {
    private let store: any Outbox & ScanHistory
    private let interval: Duration
    private let now: @Sendable () -> Date
    private var last: (at: ContinuousClock.Instant, result: Result<Vitals, StoreError>)?

    /// - Parameter interval: how old an answer may be.
    public init(store: any Outbox & ScanHistory, interval: Duration, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.interval = interval
        self.now = now
    }

    public func read() async -> Result<Vitals, StoreError> {
        if let last, last.at.duration(to: .now) < interval { return last.result }
        let result: Result<Vitals, StoreError>
        do throws(StoreError) {
            result = .success(try await Vitals(of: store, at: now()))
        } catch {
            result = .failure(error)
        }
        last = (.now, result)
        return result
    }
}
