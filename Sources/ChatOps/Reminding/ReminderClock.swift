import CloudTrailCore
import FoundationEssentials
import Logging

/// Reminds of open issues that nobody is on, step by step. What was done is written into the issue together with the notices of it,
/// so a restart neither repeats nor forgets a step.
public struct ReminderClock: Sendable {
    private let store: any Outbox & ScanHistory
    private let book: IssueBook
    private let playbook: Playbook
    private let addressees: Addressees
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        store: any Outbox & ScanHistory, book: IssueBook, messenger: any Messenger, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        addressees = Addressees(messenger: messenger)
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
            guard try await isTried(issue) else { continue }
            let input = await input(level, issue)
            // Decided again on what is stored by then, for somebody may have said that they are on it.
            _ = try await book.change(issue.place) { stored, moment in
                guard let stored, stored.nudges.count == issue.nudges.count else { return nil }
                return Lifecycle().step(stored, input, now: moment)
            }
        }
    }

    /// Whether it was told, or all that could be done to tell it was done: what is on its way, or waits for its time, is not late.
    private func isTried(_ issue: Issue) async throws(StoreError) -> Bool {
        guard issue.timestamps.reported == nil else { return true }
        return !(try await store.notices(about: issue.place)).contains { notice in
            switch notice.state {
            case .pending(0, _), .resting(0, _): true
            default: false
            }
        }
    }

    private func input(_ level: Escalation.Level, _ issue: Issue) async -> Lifecycle.Input {
        let recipients =
            switch level {
            case .owner: [String]()
            case .defaultOwner: playbook.owners.global.slackOwners
            case .recipient(let name): [name]
            }
        let told = playbook.recipients(of: issue)
        var others: [String] = []
        for recipient in recipients where await addressees.name(of: recipient, among: told) == nil {
            others.append(recipient)
        }
        return .escalated(to: others)
    }
}
