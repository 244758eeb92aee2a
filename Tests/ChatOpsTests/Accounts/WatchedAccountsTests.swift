import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

/// An organization whose answer the test sets, and a clock that it moves.
final class Lister: Sendable {
    private let answer: Mutex<Result<[Account], WatchedAccounts.Failure>>
    private let calls = Mutex(0)
    private let time = Mutex(noon)
    private let kept = Mutex<[WatchedAccounts.Listing]>([])

    init(_ answer: Result<[Account], WatchedAccounts.Failure>) { self.answer = Mutex(answer) }

    static let denied = WatchedAccounts.Failure("the organization's accounts cannot be listed: AccessDenied")

    var count: Int { calls.withLock { $0 } }
    var listings: [WatchedAccounts.Listing] { kept.withLock { $0 } }
    func answer(_ result: Result<[Account], WatchedAccounts.Failure>) { answer.withLock { $0 = result } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }

    func watched(
        lastKnown: WatchedAccounts.Listing? = nil, life: Duration = .seconds(3600)
    ) -> WatchedAccounts {
        WatchedAccounts(
            lastKnown: lastKnown, life: life, now: { self.time.withLock { $0 } },
            keep: { new in self.kept.withLock { $0.append(new) } }
        ) { () throws(WatchedAccounts.Failure) in
            self.calls.withLock { $0 += 1 }
            await Task.yield()
            return try self.answer.withLock { $0 }.get()
        }
    }
}

@Suite("Watched accounts")
struct WatchedAccountsTests {
    @Test("that the files name are never in doubt")
    func fixed() async {
        let watched = WatchedAccounts([payments])
        #expect(await watched.refresh() == nil)
        #expect(watched.accounts == [payments])
        #expect(watched[payments.id]?.name == "payments")
        #expect(watched[research.id] == nil)
    }

    @Test("are asked for once an hour, however many want them, and each new list is kept")
    func hourly() async {
        let lister = Lister(.success([payments]))
        let watched = lister.watched()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = await watched.refresh() } }
        }
        #expect(lister.count == 1)
        lister.advance(3599)
        #expect(await watched.refresh() == nil)
        #expect(lister.count == 1)
        lister.advance(1)
        lister.answer(.success([payments, research]))
        #expect(await watched.refresh() == nil)
        #expect(watched.accounts == [payments, research])
        #expect(lister.listings.map(\.accounts) == [[payments], [payments, research]])
    }

    @Test("are asked for as often as is wished")
    func often() async {
        let lister = Lister(.success([payments]))
        let watched = lister.watched(life: .seconds(30))
        await watched.refresh()
        lister.advance(29)
        await watched.refresh()
        #expect(lister.count == 1)
        lister.advance(1)
        await watched.refresh()
        #expect(lister.count == 2)
    }

    @Test("stay those of the last list when there is no new one, which is said with its date")
    func stale() async {
        let lister = Lister(.success([payments]))
        let watched = lister.watched()
        await watched.refresh()
        lister.advance(3600)
        lister.answer(.failure(Lister.denied))
        let doubt =
            "the organization's accounts cannot be listed: AccessDenied; the list of 2023-11-14 22:13 UTC is used"
        #expect(await watched.refresh() == doubt)
        #expect(watched.accounts == [payments])
        lister.advance(59)
        #expect(await watched.refresh() == doubt)
        #expect(lister.count == 2)
        lister.advance(1)
        lister.answer(.success([research]))
        #expect(await watched.refresh() == nil)
        #expect(watched.accounts == [research])
    }

    @Test("of an earlier run serve until the first answer")
    func lastKnown() async {
        let lister = Lister(.failure(Lister.denied))
        let watched = lister.watched(lastKnown: .init(accounts: [research], date: noon))
        #expect(watched.accounts == [research])
        #expect(
            watched.doubt
                == "the accounts have not been listed since the start; the list of 2023-11-14 22:13 UTC is used")
        #expect(await watched.refresh()?.hasPrefix("the organization's accounts cannot be listed") == true)
        #expect(watched.accounts == [research])
    }

    @Test("are not known at all without any list")
    func never() async {
        let watched = Lister(.failure(Lister.denied)).watched()
        #expect(
            await watched.refresh()
                == "the organization's accounts cannot be listed: AccessDenied, so it is not known which accounts there are"
        )
        #expect(watched.accounts.isEmpty)
    }
}
