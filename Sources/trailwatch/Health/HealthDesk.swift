import ChatOps
import CloudTrailCore
import CoreMetrics
import FoundationEssentials
import Glibc
import Health

/// Answers those who watch the bot.
struct HealthDesk: Sendable {
    private let registry: MetricsRegistry
    private let vitals: VitalSigns
    private let checks: @Sendable () async -> [Check]
    private let connections: @Sendable () -> Int

    init(
        registry: MetricsRegistry, startedAt: Date, vitals: VitalSigns,
        checks: @escaping @Sendable () async -> [Check], connections: @escaping @Sendable () -> Int
    ) {
        self.registry = registry
        self.vitals = vitals
        self.checks = checks
        self.connections = connections
        Gauge(
            label: "trailwatch_build_info",
            dimensions: [("version", Build.version), ("commit", Build.commit), ("swift", Build.swift)]
        ).record(1)
        Gauge(label: "process_start_time_seconds").record(startedAt.timeIntervalSince1970)
    }

    func ready() async -> HealthServer.Readiness {
        let checks = await checks()
        let lines = checks.map { "\($0.outcome == .good ? "ok" : "NOT") \($0.name): \($0.found)\n" }
        return .init(isReady: checks.allSatisfy { $0.outcome == .good }, text: lines.joined())
    }

    /// Counters stand in the registry already; what is measured now is set first.
    func metrics() async -> String {
        if case .success(let vitals) = await vitals.read() { set(vitals) }
        for check in await checks() {
            gauge("trailwatch_ready", ("check", check.name), check.outcome == .good ? 1 : 0)
        }
        gauge("trailwatch_slack_connections", Double(connections()))
        if let memory = Self.residentMemory { gauge("process_resident_memory_bytes", Double(memory)) }
        return registry.text()
    }

    private func set(_ vitals: Vitals) {
        for status in Issue.Status.standing {
            gauge("trailwatch_issues", ("status", status.rawValue), Double(vitals.issues[status] ?? 0))
        }
        gauge("trailwatch_notices", ("state", "waiting"), Double(vitals.notices.pending))
        gauge("trailwatch_notices", ("state", "failed"), Double(vitals.notices.failed))
        gauge("trailwatch_notice_oldest_age_seconds", vitals.oldestNoticeAge / .seconds(1))
        if let scan = vitals.lastScan { set(scan) }
    }

    private func set(_ scan: ScanSummary) {
        let unchecked = scan.regions - scan.checkedRegions
        // A broken region may also miss an answer, and is then counted with those that do.
        let healthy = max(0, scan.checkedRegions - scan.brokenRegions)
        gauge("trailwatch_regions", ("state", "healthy"), Double(healthy))
        gauge("trailwatch_regions", ("state", "broken"), Double(scan.brokenRegions))
        gauge("trailwatch_regions", ("state", "unchecked"), Double(unchecked))
        gauge("trailwatch_coverage_ratio", scan.regions > 0 ? Double(healthy) / Double(scan.regions) : 0)
        gauge("trailwatch_scan_duration_seconds", max(0, scan.finishedAt.timeIntervalSince(scan.startedAt)))
        gauge("trailwatch_scan_finished_timestamp_seconds", scan.finishedAt.timeIntervalSince1970)
    }

    private func gauge(_ name: String, _ label: (String, String)..., value: Double) {
        Gauge(label: name, dimensions: label).record(value)
    }

    private func gauge(_ name: String, _ label: (String, String), _ value: Double) {
        gauge(name, label, value: value)
    }

    private func gauge(_ name: String, _ value: Double) { gauge(name, value: value) }

    /// https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    private static var residentMemory: Int? {
        guard let text = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
