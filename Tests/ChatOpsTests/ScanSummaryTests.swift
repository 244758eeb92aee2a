import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("The last scan")
struct ScanSummaryTests {
    private let complete = ScanSummary(
        startedAt: noon - 60, finishedAt: noon, accounts: 2, regions: 4, checkedRegions: 4, unreachableAccounts: 0,
        brokenRegions: 0, scannedAccounts: [payments.id, research.id])

    @Test(
        "vouches for three intervals that nothing else is wrong",
        arguments: [(0.0, true), (10_800, true), (10_801, false)])
    func interval(age: Double, isVouched: Bool) {
        #expect(complete.vouches(for: House().playbook, at: noon + age) == isVouched)
    }

    @Test("vouches for a day where scans are not scheduled", arguments: [(86_400.0, true), (86_401, false)])
    func unscheduled(age: Double, isVouched: Bool) {
        #expect(complete.vouches(for: House(interval: nil).playbook, at: noon + age) == isVouched)
    }

    @Test("vouches for three days at most, however seldom scans are", arguments: [(259_200.0, true), (259_201, false)])
    func seldom(age: Double, isVouched: Bool) {
        #expect(complete.vouches(for: House(interval: .seconds(7 * 86_400)).playbook, at: noon + age) == isVouched)
    }

    @Test("vouches for nothing when it missed an answer or an account that is watched by now")
    func incomplete() {
        let playbook = House().playbook
        var summary = complete
        summary.checkedRegions = 3
        #expect(!summary.vouches(for: playbook, at: noon))
        summary = complete
        summary.uncheckedAccounts = [payments.id]
        #expect(!summary.vouches(for: playbook, at: noon))
        summary = complete
        summary.scannedAccounts = [payments.id]
        #expect(!summary.vouches(for: playbook, at: noon))
    }

    @Test("knows which accounts it covered")
    func accounts() async throws {
        let house = House()
        _ = await house.say("scan all")
        let summary = try #require(try await house.store.latestScan())
        #expect(summary.scannedAccounts == [payments.id, research.id])
        #expect(summary.vouches(for: house.playbook, at: noon))
    }

    @Test("goes on where the store fails, and vouches for nothing that was not stored")
    func unstored() async {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        await house.store.fail(with: StoreError(.unavailable, "the disk is full"))
        var events: [ScanEvent] = []
        let outcome = await house.scans.scan(ScanPlan(accounts: [payments, research], regions: .enabled)) { event, _ in
            events.append(event)
        }
        #expect(events.count == 10 && outcome.isFinished && outcome.report.broken.count == 1)
        #expect(outcome.unfiled.contains(AccountRegion(payments.id, ireland)))
        #expect(outcome.summary.uncheckedAccounts.contains(payments.id))
        #expect(!outcome.summary.vouches(for: house.playbook, at: noon))
    }

    @Test("can be read as it was stored before its accounts were, and then covers none")
    func older() throws {
        let stored = """
            {"startedAt":1,"finishedAt":2,"accounts":1,"regions":2,"checkedRegions":2,"unreachableAccounts":0,\
            "brokenRegions":0,"uncheckedAccounts":[]}
            """
        let summary = try JSONDecoder().decode(ScanSummary.self, from: Data(stored.utf8))
        #expect(summary.isComplete && summary.scannedAccounts.isEmpty)
        let written = try JSONDecoder().decode(ScanSummary.self, from: JSONEncoder().encode(complete))
        #expect(written == complete)
    }
}
