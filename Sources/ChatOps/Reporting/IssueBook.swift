import CloudTrailCore
import FoundationEssentials

/// Changes stored issues: reads, decides by the lifecycle, writes issue and notices together, and decides again when somebody
/// else was faster.
public struct IssueBook: Sendable {
    let store: any Outbox
    let reporter: Reporter
    let doorbell: Doorbell
    let now: @Sendable () -> Date
    private let lifecycle = Lifecycle()

    public init(store: any Outbox, playbook: Playbook, doorbell: Doorbell, now: @escaping @Sendable () -> Date) {
        self.store = store
        reporter = Reporter(playbook: playbook)
        self.doorbell = doorbell
        self.now = now
    }

    /// Files a verdict; nil when it changed nothing.
    @discardableResult
    public func file(_ verdict: Verdict, isWhitelisted: Bool) async throws(StoreError) -> Lifecycle.Step? {
        try await change(verdict.place) { stored, now in
            lifecycle.step(stored: stored, verdict: verdict, isWhitelisted: isWhitelisted, now: now)
        }
    }

    /// Applies a changed whitelist to an issue that exists.
    @discardableResult
    func apply(isWhitelisted: Bool, to place: AccountRegion) async throws(StoreError) -> Lifecycle.Step? {
        try await change(place) { stored, now in
            stored.flatMap { lifecycle.whitelistChanged($0, isWhitelisted: isWhitelisted, now: now) }
        }
    }

    /// Notes that somebody was told of this episode of the issue.
    func told(_ notice: Notice) async throws(StoreError) {
        _ = try await change(notice.issue.place) { stored, now in
            guard let stored, stored.timestamps.identified == notice.issue.timestamps.identified else { return nil }
            // A reopening that was not told yet must not be taken for told by the news before it.
            if stored.status == .resolved, notice.event != .resolved { return nil }
            return lifecycle.told(stored, now: now)
        }
    }

    /// Reads, decides and writes until nobody interferes.
    func change(
        _ place: AccountRegion, by decide: (Issue?, Date) -> Lifecycle.Step?
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
        _ place: AccountRegion, by decide: (Issue?, Date) -> Lifecycle.Step?
    ) async throws(StoreError) -> Lifecycle.Step? {
        let moment = now()
        guard var step = decide(try await store.issue(at: place), moment) else { return nil }
        let notices = reporter.notices(of: step, now: moment)
        step.issue = try await store.commit(step.issue, notices: notices)
        if !notices.isEmpty { doorbell.ring() }
        return step
    }
}
