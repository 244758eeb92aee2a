import CloudTrailCore
import FoundationEssentials
import Logging

/// Scans everything on an interval, and tells the operators what could not be checked: once, when it starts and when it ends.
public struct ScanSchedule: Sendable {
    private let desk: ScanDesk
    private let history: any ScanHistory
    private let messenger: any Messenger
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        desk: ScanDesk, history: any ScanHistory, messenger: any Messenger, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.desk = desk
        self.history = history
        self.messenger = messenger
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// Scans until the task is cancelled; returns at once when scans are not scheduled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard let interval = playbook.scanInterval else { return }
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: try await pause(interval: interval))
                try await scanOnce()
            } catch is CancellationError {
                return
            } catch {
                log.error("A scheduled scan failed.", metadata: ["reason": "\(error)"])
                try? await clock.sleep(for: min(interval, .seconds(60)))
            }
        }
    }

    /// The time until the next scan, counted from the last one's start: none when there never was one.
    func pause(interval: Duration) async throws(StoreError) -> Duration {
        guard let last = try await history.latestScan() else { return .zero }
        // A clock that was set back must not stop the schedule.
        let elapsed = max(0, now().timeIntervalSince(last.startedAt))
        return max(.zero, interval - .seconds(elapsed))
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
            _ = try await messenger.post(message, in: try await messenger.conversation(with: channel))
        } catch {
            log.error("The operators were not told what could not be checked.", metadata: ["reason": "\(error)"])
            return
        }
        try await history.recordToldUnchecked(unchecked)
    }
}
