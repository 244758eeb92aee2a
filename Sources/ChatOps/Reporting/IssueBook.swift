import CloudTrailCore
import FoundationEssentials

/// Changes stored issues: reads, decides by the lifecycle and the whitelist in force, writes issue and notices together, and
/// decides again when somebody else was faster.
public struct IssueBook: Sendable {
    /// What became of a verdict.
    public struct Filing: Hashable, Sendable {
        /// nil when it changed nothing.
        public var step: Lifecycle.Step?
        public var isWhitelisted: Bool
    }

    private let store: any Outbox & WhitelistStore
    private let playbook: Playbook
    private let reporter: Reporter
    private let doorbell: Doorbell
    private let now: @Sendable () -> Date
    private let lifecycle = Lifecycle()

    public init(
        store: any Outbox & WhitelistStore, playbook: Playbook, doorbell: Doorbell,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.playbook = playbook
        reporter = Reporter(playbook: playbook)
        self.doorbell = doorbell
        self.now = now
    }

    /// The whitelist in force: whitelist.json and the entries from chat.
    func whitelist() async throws(StoreError) -> Whitelist {
        Whitelist(playbook.whitelist.entries + (try await store.whitelistEntries()))
    }

    /// Files a verdict. The whitelist is read with each attempt, so that an entry added during a scan counts.
    @discardableResult
    public func file(_ verdict: Verdict) async throws(StoreError) -> Filing {
        var isWhitelisted = false
        let step = try await change(verdict.place) { (stored, moment) async throws(StoreError) in
            isWhitelisted = verdict.findings.isEmpty ? false : try await self.isWhitelisted(verdict.place)
            let step = lifecycle.step(stored: stored, verdict: verdict, isWhitelisted: isWhitelisted, now: moment)
            if let step { return step }
            return try await announcement(of: stored, verdict)
        }
        return Filing(step: step, isWhitelisted: isWhitelisted)
    }

    /// Applies the whitelist to an issue that exists.
    func applyWhitelist(to place: AccountRegion) async throws(StoreError) -> Lifecycle.Step? {
        try await change(place) { (stored, moment) async throws(StoreError) in
            let isWhitelisted = try await self.isWhitelisted(place)
            return stored.flatMap { lifecycle.whitelistChanged($0, isWhitelisted: isWhitelisted, now: moment) }
        }
    }

    /// Notes that somebody was told of this episode of the issue.
    func told(_ notice: Notice) async throws(StoreError) {
        _ = try await change(notice.issue.place) { (stored, moment) in
            guard let stored, stored.timestamps.identified == notice.issue.timestamps.identified else { return nil }
            // A resolution that was not told yet must not be taken for told by the news before it.
            if stored.status == .resolved, notice.event != .resolved { return nil }
            return lifecycle.told(stored, now: moment)
        }
    }

    /// Reads, decides and writes until nobody interferes.
    func change(
        _ place: AccountRegion, by decide: (Issue?, Date) async throws(StoreError) -> Lifecycle.Step?
    ) async throws(StoreError) -> Lifecycle.Step? {
        for _ in 1..<8 {
            do throws(StoreError) {
                return try await attempt(place, by: decide)
            } catch  where error.code == .stale {
                continue
            }
        }
        throw StoreError(.stale, "the issue of \(place) kept changing while it was written")
    }

    private func attempt(
        _ place: AccountRegion, by decide: (Issue?, Date) async throws(StoreError) -> Lifecycle.Step?
    ) async throws(StoreError) -> Lifecycle.Step? {
        let moment = now()
        guard var step = try await decide(try await store.issue(at: place), moment) else { return nil }
        let notices = reporter.notices(of: step, now: moment)
        // With nobody to tell, a resolution is closed at once.
        if step.event == .resolved, notices.isEmpty, let told = lifecycle.told(step.issue, now: moment) {
            step.issue = told.issue
        }
        step.issue = try await store.commit(step.issue, notices: notices)
        if !notices.isEmpty { doorbell.ring() }
        return step
    }

    private func isWhitelisted(_ place: AccountRegion) async throws(StoreError) -> Bool {
        try await whitelist().entry(covering: place) != nil
    }

    /// An open issue that was found while nobody was to be told is announced once somebody is.
    private func announcement(of stored: Issue?, _ verdict: Verdict) async throws(StoreError) -> Lifecycle.Step? {
        guard let stored, stored.status == .open, stored.timestamps.reported == nil, !verdict.findings.isEmpty else {
            return nil
        }
        let step = Lifecycle.Step(issue: stored, event: .opened)
        guard !reporter.notices(of: step, now: now()).isEmpty else { return nil }
        let told = try await store.notices(about: stored.place)
        return told.contains { $0.issue.timestamps.identified == stored.timestamps.identified } ? nil : step
    }
}
