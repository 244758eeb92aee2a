import CloudTrailCore
import FoundationEssentials
import Logging

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
    /// Told of each change, where anybody shows them.
    private let changes: ChangedPlaces?
    private let now: @Sendable () -> Date
    private let log: Logger
    private let lifecycle = Lifecycle()

    public init(
        store: any Outbox & WhitelistStore, playbook: Playbook, doorbell: Doorbell,
        changes: ChangedPlaces? = nil, now: @escaping @Sendable () -> Date,
        log: Logger = Logger(label: "trailwatch.issues")
    ) {
        self.store = store
        self.playbook = playbook
        reporter = Reporter(playbook: playbook)
        self.doorbell = doorbell
        self.changes = changes
        self.now = now
        self.log = log
    }

    /// The whitelist: whitelist.json and the entries from chat, those that have ended included.
    func whitelist() async throws(StoreError) -> Whitelist {
        Whitelist(playbook.whitelist.entries + (try await store.whitelistEntries()))
    }

    /// Files a verdict. The whitelist is read with each attempt, so that an entry added during a scan counts.
    @discardableResult
    public func file(_ verdict: Verdict) async throws(StoreError) -> Filing {
        playbook.regionNames.add(verdict.place.region)
        var status: Issue.Status?
        let step = try await change(verdict.place) { (stored, moment) async throws(StoreError) in
            let entry = verdict.findings.isEmpty ? nil : try await self.entry(covering: verdict.place, at: moment)
            let step = lifecycle.step(stored, .looked(verdict, accepted: entry), now: moment)
            status = (step?.issue ?? stored)?.status
            if let step { return step }
            return try await announcement(of: stored, verdict) ?? ticketWish(of: stored, at: moment)
        }
        return Filing(step: step, isWhitelisted: !verdict.findings.isEmpty && status == .whitelisted)
    }

    /// Applies what moved by itself: the whitelist, and the clock.
    func review(_ place: AccountRegion) async throws(StoreError) -> Lifecycle.Step? {
        try await change(place) { (stored, moment) async throws(StoreError) in
            let entry = try await self.entry(covering: place, at: moment)
            return lifecycle.step(stored, .reviewed(accepted: entry), now: moment)
        }
    }

    /// Ends the snoozes and whitelist entries whose time has come.
    public func reviewAll() async throws(StoreError) {
        let whitelist = try await whitelist()
        let moment = now()
        let quiet = try await store.issues(matching: IssueFilter(statuses: [.snoozed, .whitelisted]))
        for issue in quiet {
            let entry = whitelist.entry(covering: issue.place, at: moment)
            guard lifecycle.step(issue, .reviewed(accepted: entry), now: moment) != nil else { continue }
            _ = try await review(issue.place)
        }
    }

    /// What a person did to an issue; nil when it changed nothing.
    func apply(_ input: Lifecycle.Input, at place: AccountRegion) async throws(StoreError) -> Lifecycle.Step? {
        try await change(place) { stored, moment in lifecycle.step(stored, input, now: moment) }
    }

    /// Notes that somebody was told of this episode of the issue.
    func told(_ notice: Notice) async throws(StoreError) {
        _ = try await change(notice.issue.place) { (stored, moment) in
            guard let stored, stored.timestamps.identified == notice.issue.timestamps.identified else { return nil }
            // A resolution that was not told yet must not be taken for told by the news before it.
            if stored.status == .resolved, notice.event != .resolved { return nil }
            return lifecycle.step(stored, .told, now: moment)
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
        let stored = try await store.issue(at: place)
        guard var step = try await decide(stored, moment) else { return nil }
        step.issue = AutomaticTickets(playbook: playbook).wanting(step.issue, at: moment)
        let notices = reporter.notices(of: step, before: stored, now: moment)
        // With nobody to tell, a resolution is closed at once.
        if step.event == .resolved, notices.isEmpty, let told = lifecycle.step(step.issue, .told, now: moment) {
            step.issue = told.issue
        }
        step.issue = try await store.commit(step.issue, notices: notices)
        if !notices.isEmpty { doorbell.ring() }
        changes?.add(place)
        if let event = step.event {
            log.debug(
                "An issue changed.",
                metadata: [
                    "place": "\(place)", "event": "\(event.rawValue)", "status": "\(step.issue.status.rawValue)",
                    "version": "\(step.issue.version)",
                ])
        }
        return step
    }

    /// The same of tickets that open by themselves.
    private func ticketWish(of stored: Issue?, at now: Date) -> Lifecycle.Step? {
        guard let stored else { return nil }
        let issue = AutomaticTickets(playbook: playbook).wanting(stored, at: now)
        return issue == stored ? nil : Lifecycle.Step(issue: issue, event: nil)
    }

    private func entry(covering place: AccountRegion, at now: Date) async throws(StoreError) -> Whitelist.Entry? {
        try await whitelist().entry(covering: place, at: now)
    }

    /// An open issue that was found while nobody was to be told is announced once somebody is.
    private func announcement(of stored: Issue?, _ verdict: Verdict) async throws(StoreError) -> Lifecycle.Step? {
        guard let stored, stored.status == .open, stored.timestamps.reported == nil, !verdict.findings.isEmpty else {
            return nil
        }
        let step = Lifecycle.Step(issue: stored, event: .opened)
        guard !reporter.notices(of: step, before: stored, now: now()).isEmpty else { return nil }
        let told = try await store.notices(about: stored.place)
        return told.contains { $0.issue.timestamps.identified == stored.timestamps.identified } ? nil : step
    }
}
