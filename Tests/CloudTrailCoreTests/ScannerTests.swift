import CloudTrailCore
import Synchronization
import Testing

/// An estate in memory: accounts that can be entered, with regions and snapshots.
final class Estate: TrailSource {
    struct Session: AccountTrails {
        let account: AccountID
        let listed: [Region]
        func regions() async throws(UnknownReason) -> [Region] { listed }
        func snapshot(of region: Region) async -> RegionSnapshot {
            let trails: [TrailSnapshot] = region.rawValue.hasPrefix("us-") ? [.stopped()] : [.logging()]
            return RegionSnapshot(place: AccountRegion(account, region), trails: .known(trails))
        }
    }

    let entered = Mutex<[AccountID: Int]>([:])
    let closed: Set<AccountID>

    let listed: [Region]

    init(closed: Set<AccountID> = [], listed: [Region] = [Region("eu-west-1")!, Region("us-east-1")!]) {
        self.closed = closed
        self.listed = listed
    }

    func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails {
        entered.withLock { $0[id, default: 0] += 1 }
        if closed.contains(id) { throw UnknownReason(.roleNotAssumable, call: "AssumeRole", detail: "AccessDenied") }
        return Session(account: id, listed: listed)
    }
}

@Suite("A scan")
struct ScannerTests {
    let accounts = (1...50).map { Account(id: AccountID("1000000000\($0 < 10 ? "0" : "")\($0)")!) }

    func report(_ estate: Estate, _ plan: ScanPlan) async -> ScanReport {
        var report = ScanReport(plan: plan)
        for await event in Scanner(source: estate, accountsAtATime: 4, now: { day(10) }).scan(plan) {
            report.apply(event)
        }
        return report
    }

    @Test("Every region of every account is judged once, with one session an account")
    func everything() async {
        let estate = Estate()
        let report = await report(estate, ScanPlan(accounts: accounts, regions: .enabled))
        #expect(report.isComplete)
        #expect(report.judgedRegions == 100 && report.checkedRegions == 100)
        #expect(report.broken.count == 50)
        #expect(estate.entered.withLock { $0.values.allSatisfy { $0 == 1 } && $0.count == 50 })
    }

    @Test("An account that cannot be entered is unreachable, and the report incomplete")
    func unreachable() async {
        let report = await report(
            Estate(closed: [accounts[0].id]), ScanPlan(accounts: Array(accounts.prefix(2)), regions: .enabled))
        #expect(!report.isComplete)
        #expect(report.unreachable.map(\.account) == [accounts[0]])
        #expect(report.judgedRegions == 2)
    }

    @Test("Where the regions were named, each of them is unknown")
    func unreachableRegions() async {
        let named = [Region("eu-west-1")!, Region("eu-west-2")!]
        let report = await report(
            Estate(closed: [accounts[0].id]), ScanPlan(accounts: [accounts[0]], regions: .only(named)))
        #expect(report.unknown.count == 2 && report.checkedRegions == 0 && report.knownRegions == 2)
        #expect(!report.isComplete)
    }

    @Test("A region named twice is judged once")
    func twice() async {
        let report = await report(Estate(), ScanPlan(accounts: [accounts[0]], regions: .only([region, region])))
        #expect(report.judgedRegions == 1 && report.knownRegions == 1)
    }

    @Test("An account that lists no regions is unreachable, not healthy")
    func emptyList() async {
        let report = await report(Estate(listed: []), ScanPlan(accounts: [accounts[0]], regions: .enabled))
        #expect(report.unreachable.map(\.reason.code) == [.malformedAnswer])
        #expect(!report.isComplete)
    }

    @Test("A scan of no regions is not a healthy one")
    func nothing() async {
        #expect(!(await report(Estate(), ScanPlan(accounts: accounts, regions: .only([])))).isComplete)
        #expect(!(await report(Estate(), ScanPlan(accounts: [], regions: .enabled))).isComplete)
    }
}
