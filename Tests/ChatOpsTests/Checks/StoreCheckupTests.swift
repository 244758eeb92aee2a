import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("The store's check-up")
struct StoreCheckupTests {
    /// A store that reads and writes as far as it is said to.
    private final class Shelf: SeenRequests, ScanHistory {
        let reads: Bool
        let writes: Bool
        let claims = Mutex<Set<String>>([])

        init(reads: Bool, writes: Bool) {
            (self.reads, self.writes) = (reads, writes)
        }

        func claim(_ id: String, at now: Date) throws(StoreError) -> Bool {
            guard writes else { throw StoreError(.unavailable, "the disk is full") }
            return claims.withLock { $0.insert(id).inserted }
        }

        func release(_ id: String) { claims.withLock { _ = $0.remove(id) } }

        func latestScan() throws(StoreError) -> ScanSummary? {
            if !reads { throw StoreError(.unavailable, "the disk is gone") }
            return nil
        }

        func record(_ summary: ScanSummary) {}
        func accountsToldUnchecked() -> [AccountID] { [] }
        func recordToldUnchecked(_ accounts: [AccountID]) {}
        func toldLocked() -> [String: [AccountID]] { [:] }
        func recordToldLocked(_ accounts: [String: [AccountID]]) {}
    }

    @Test("It says whether the store reads and writes, and leaves nothing behind")
    func checks() async {
        for (reads, writes, found) in [
            (true, true, ["good no scan yet", "good a record was written and taken back"]),
            (false, true, ["bad the disk is gone", "good a record was written and taken back"]),
            (true, false, ["good no scan yet", "bad the disk is full"]),
        ] {
            let shelf = Shelf(reads: reads, writes: writes)
            let checks = await StoreCheckup(store: shelf, now: { noon }).checks()
            #expect(checks.map { "\($0.outcome) \($0.found)" } == found)
            #expect(checks.allSatisfy { ($0.outcome == .bad) == ($0.remedy != nil) })
            #expect(shelf.claims.withLock { $0.isEmpty })
        }
    }
}
