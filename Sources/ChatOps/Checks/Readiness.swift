import CloudTrailCore
import Scheduling

import struct FoundationEssentials.Date

/// Whether the bot can do its work now: it hears Slack, reaches its store, and has scanned lately.
public struct Readiness: Sendable {
    /// nil when scans are not scheduled.
    public var schedule: Schedule?
    public var runningSince: Date

    public init(schedule: Schedule?, runningSince: Date) {
        self.schedule = schedule
        self.runningSince = runningSince
    }

    public func checks(
        connections: Int, vitals: Result<Vitals, StoreError>, at now: Date
    ) -> [Check] {
        let slack = Check(
            "ready", "slack", connections > 0 ? .good : .bad,
            connections > 0 ? counted(connections, "connection") : "there is no connection to Slack")
        switch vitals {
        case .success(let vitals):
            return [slack, Check("ready", "store", .good, "it answers"), scan(vitals.lastScan, at: now)]
        case .failure(let error):
            return [
                slack, Check("ready", "store", .bad, error.message),
                Check("ready", "scan", .skipped, "the store, which knows of the last one, does not answer"),
            ]
        }
    }

    /// A scan is overdue when two were due since the last one ended, or since the bot started without one.
    private func scan(_ last: ScanSummary?, at now: Date) -> Check {
        guard let schedule else { return Check("ready", "scan", .good, "scans are not scheduled") }
        let since = last?.finishedAt ?? runningSince
        let second = schedule.next(after: since).flatMap { schedule.next(after: $0) }
        let age = Duration.seconds(Int64(max(0, now.timeIntervalSince(since))))
        let what = last == nil ? "there was none since the bot started" : "the last one ended"
        return Check(
            "ready", "scan", second.map { $0 < now } ?? false ? .bad : .good,
            "\(what) \(age.words) ago; one is due \(schedule)")
    }
}
