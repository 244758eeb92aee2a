import CloudTrailCore
import FoundationEssentials
import Logging

/// Reminds of open issues that nobody is on, step by step. What was done is written into the issue together with the notices of it,
/// so a restart neither repeats nor forgets a step.
public struct ReminderClock: Sendable {
    private let store: any Outbox & ScanHistory
    private let book: IssueBook
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        store: any Outbox & ScanHistory, book: IssueBook, playbook: Playbook, now: @escaping @Sendable () -> Date,
        log: Logger
    ) {
        self.store = store
        self.book = book
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// Looks once a minute until the task is cancelled; returns at once where nothing is to be reminded of.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard !playbook.escalation.ladders.isEmpty, playbook.tellsOwners else { return }
        while !Task.isCancelled {
            do throws(StoreError) { try await remind() } catch {
                log.error("Open issues could not be looked through for reminders.", metadata: ["reason": "\(error)"])
            }
            try? await clock.sleep(for: .seconds(60))
        }
    }

    func remind() async throws(StoreError) {
        let moment = now()
        // How things stand in an account that cannot be entered, nobody knows: its owners were told that.
        let locked = Set(try await store.latestScan()?.lockedAccounts ?? [])
        let open = try await store.issues(matching: IssueFilter(statuses: [.open])).filter { issue in
            !locked.contains(issue.place.account) && playbook.quiet?.end(for: issue.severity, at: moment) == nil
        }
        for (issue, level) in playbook.escalation.due(open, at: moment) where !Task.isCancelled {
            // Decided again on what is stored by then, for somebody may have said that they are on it.
            _ = try await book.change(issue.place) { stored, moment in
                guard let stored, stored.nudges.count == issue.nudges.count else { return nil }
                return Lifecycle().step(stored, input(level, stored), now: moment)
            }
        }
    }

    private func input(_ level: Escalation.Level, _ issue: Issue) -> Lifecycle.Input {
        let recipients =
            switch level {
            case .owner: [String]()
            case .defaultOwner: playbook.owners.global.slackOwners
            case .recipient(let name): [name]
            }
        let told = Set(playbook.recipients(of: issue).map { $0.lowercased() })
        return .escalated(to: recipients.filter { !told.contains($0.lowercased()) })
    }
}
