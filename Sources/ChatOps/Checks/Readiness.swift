import CloudTrailCore

import struct FoundationEssentials.Date

/// Whether the bot can do its work now: it hears Slack, reaches its store, and has scanned lately.
public struct Readiness: Sendable {
    /// nil when scans are not scheduled.
    public var scanInterval: Duration?
    public var runningSince: Date

    public init(scanInterval: Duration?, runningSince: Date) {
        self.scanInterval = scanInterval
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

    /// A scan is overdue when it ended, or the bot started without one, longer ago than twice the interval.
    private func scan(_ last: ScanSummary?, at now: Date) -> Check {
        guard let scanInterval else { return Check("ready", "scan", .good, "scans are not scheduled") }
        let age = Duration.seconds(max(0, now.timeIntervalSince(last?.finishedAt ?? runningSince)))
        let isOverdue = age > scanInterval * 2
        let what = last == nil ? "there was none since the bot started" : "the last one ended"
        return Check(
            "ready", "scan", isOverdue ? .bad : .good,
            "\(what) \(Duration.seconds(age.components.seconds).words) ago; one is due every \(scanInterval.words)")
    }
}
