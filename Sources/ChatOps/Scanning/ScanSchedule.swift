import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling

/// Scans everything on a schedule, and tells the operators what could not be checked: once, when it starts and when it ends.
public struct ScanSchedule: Sendable {
    private let desk: ScanDesk
    private let history: any ScanHistory & RunHistory
    private let messenger: any Messenger
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let delay: @Sendable () -> Double
    private let log: Logger

    public init(
        desk: ScanDesk, history: any ScanHistory & RunHistory, messenger: any Messenger, playbook: Playbook,
        now: @escaping @Sendable () -> Date, delay: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        log: Logger
    ) {
        self.desk = desk
        self.history = history
        self.messenger = messenger
        self.playbook = playbook
        self.now = now
        self.delay = delay
        self.log = log
    }

    /// Scans until the task is cancelled; returns at once when scans are not scheduled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard let schedule = playbook.scanSchedule else { return }
        while !Task.isCancelled {
            do {
                guard let pause = try await pause(schedule, delay: delay()) else { return }
                try await clock.sleep(for: pause)
                try await scanOnce()
            } catch is CancellationError {
                return
            } catch {
                log.error("A scheduled scan failed.", metadata: ["reason": "\(error)"])
                try? await clock.sleep(for: .seconds(60))
            }
        }
    }

    /// The time until the next scan: none when there never was one, nil when there will be none.
    func pause(_ schedule: Schedule, delay: Double) async throws(StoreError) -> Duration? {
        guard let last = try await history.latestScan() else { return .zero }
        return Turn(of: schedule, last: last.startedAt, now: now(), delay: delay).pause(from: now())
    }

    func scanOnce() async throws {
        let (plan, doubt) = await playbook.everything()
        let outcome = await desk.scan(plan, doubt: doubt)
        guard outcome.isFinished, !Task.isCancelled else { return }
        log.info(
            "A scheduled scan finished.",
            metadata: [
                "accounts": "\(outcome.report.plannedAccounts)", "regions": "\(outcome.report.knownRegions)",
                "checked": "\(outcome.report.checkedRegions)", "broken": "\(outcome.report.brokenRegions)",
            ])
        try await history.record(outcome.summary)
        try await tellOperators(outcome)
        try await LockedAccounts(history: history, messenger: messenger, playbook: playbook, now: now, log: log)
            .tellOwners(of: outcome)
    }

    /// Remembered as told only once it was, so a chat that is away hears of it with the next scan.
    private func tellOperators(_ outcome: ScanDesk.Outcome) async throws(StoreError) {
        let unchecked = outcome.summary.uncheckedAccounts
        guard let channel = playbook.operatorsChannel, try await history.accountsToldUnchecked() != unchecked else {
            return
        }
        let message =
            unchecked.isEmpty && outcome.doubt == nil
            ? Message.text(
                "Every account can be checked again: \(outcome.report.checkedRegions) of \(counted(outcome.report.knownRegions, "region"))."
            )
            : ScanMessage(title: "all accounts", playbook: playbook).summary(of: outcome)
        do throws(MessengerError) {
            _ = try await messenger.post(message, to: channel)
        } catch {
            log.error("The operators were not told what could not be checked.", metadata: ["reason": "\(error)"])
            return
        }
        try await history.recordToldUnchecked(unchecked)
    }
}
