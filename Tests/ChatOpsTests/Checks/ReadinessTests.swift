import ChatOps
import CloudTrailCore
import Foundation
import Scheduling
import Testing

@Suite("Whether the bot can do its work")
struct ReadinessTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func told(
        connections: Int = 2, _ vitals: Result<Vitals, StoreError>, on schedule: Schedule? = .every(.seconds(3600)),
        after seconds: Double = 0
    ) -> [String] {
        Readiness(schedule: schedule, runningSince: start).checks(
            connections: connections, vitals: vitals, at: start + seconds
        ).map { "\($0.name) \($0.outcome.rawValue): \($0.found)" }
    }

    private func scanned(at seconds: Double) -> Result<Vitals, StoreError> {
        let moment = start + seconds
        return .success(
            Vitals(
                lastScan: ScanSummary(
                    startedAt: moment, finishedAt: moment, accounts: 1, regions: 1, checkedRegions: 1,
                    unreachableAccounts: 0, brokenRegions: 0)))
    }

    @Test("Connected, with a store that answers and a scan that is not due twice: ready")
    func ready() {
        #expect(
            told(scanned(at: 0), after: 7200) == [
                "slack good: 2 connections", "store good: it answers",
                "scan good: the last one ended 2 h ago; one is due every 1 h",
            ])
    }

    @Test("Each trouble is named")
    func troubles() {
        #expect(
            told(connections: 0, scanned(at: 0), after: 7201) == [
                "slack bad: there is no connection to Slack", "store good: it answers",
                "scan bad: the last one ended 7201 s ago; one is due every 1 h",
            ])
        #expect(
            told(.failure(StoreError(.unavailable, "the disk is full"))).dropFirst() == [
                "store bad: the disk is full",
                "scan skipped: the store, which knows of the last one, does not answer",
            ])
    }

    @Test("Before the first scan the bot has twice the interval; without a schedule it has all time")
    func firstScan() {
        #expect(
            told(.success(Vitals()), after: 60).last
                == "scan good: there was none since the bot started 1 min ago; one is due every 1 h")
        #expect(told(.success(Vitals()), after: 7260).last?.hasPrefix("scan bad") == true)
        #expect(told(.success(Vitals()), on: nil, after: 1e6).last == "scan good: scans are not scheduled")
    }
}
