import CloudTrailCore
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import ChatOps

@Suite("Accounts that may be missing")
struct AccountDoubtTests {
    private static let stale =
        "Accounts may be missing: the organization's accounts cannot be listed: AccessDenied; "
        + "the list of 2023-11-14 22:13 UTC is used"

    @Test("keep a scan asked for in chat from saying no problems")
    func chat() async throws {
        let lister = Lister(.failure(Lister.denied))
        let house = House(watched: lister.watched(lastKnown: .init(accounts: [payments], date: noon)))
        #expect(
            await house.say("scan all").last == """
                Scan of all accounts finished. Nothing wrong was found in the accounts that are known: 2 of 2 regions checked.
                \(Self.stale)
                """)
        let summary = try #require(try await house.store.latestScan())
        #expect(!summary.isComplete && !summary.vouches(for: house.playbook, at: noon))
        #expect(await house.say("issues").last?.contains("accounts may be missing") == true)
        lister.advance(60)
        lister.answer(.success([payments, research]))
        #expect(
            await house.say("scan all").last == "Scan of all accounts finished. No problems: 4 of 4 regions checked.")
        #expect(try await house.store.latestScan()?.isComplete == true)
    }

    @Test("are admitted by those who are asked which accounts there are, and how the bot is")
    func replies() async {
        let lister = Lister(.failure(Lister.denied))
        let house = House(watched: lister.watched(lastKnown: .init(accounts: [payments], date: noon)))
        _ = await house.say("scan all")
        for command in ["accounts", "accounts research", "status"] {
            #expect(await house.say(command).last?.contains(Self.stale) == true, "\(command)")
        }
        lister.advance(60)
        lister.answer(.success([payments, research]))
        _ = await house.say("scan all")
        #expect(await house.say("accounts").last?.contains("may be missing") == false)
        #expect(await house.say("status").last?.contains("2, listed 2023-11-14 22:14 UTC") == true)
    }

    @Test("are all of them where nothing was ever listed, and the scan says so")
    func nothingKnown() async {
        let house = House(watched: Lister(.failure(Lister.denied)).watched())
        #expect(
            await house.say("scan all").last == """
                Scan of all accounts finished. Nothing was looked at.
                Accounts may be missing: the organization's accounts cannot be listed: AccessDenied, so it is not known which \
                accounts there are
                """)
    }

    @Test("make a scheduled scan incomplete")
    func schedule() async throws {
        let lister = Lister(.failure(Lister.denied))
        let house = House(watched: lister.watched(lastKnown: .init(accounts: [payments], date: noon)))
        try await house.schedule.scanOnce()
        let summary = try #require(try await house.store.latestScan())
        #expect(summary.doubt != nil && !summary.isComplete)
        #expect(summary.checkedRegions == 2)
    }

    @Test("keep the operators from hearing that every account can be checked again")
    func notEvery() async throws {
        let lister = Lister(.success([payments, research]))
        let house = House(watched: lister.watched())
        house.source.locked.withLock { _ = $0.insert(research.id) }
        try await house.schedule.scanOnce()
        house.source.locked.withLock { $0 = [] }
        lister.advance(3600)
        lister.answer(.failure(Lister.denied))
        try await house.schedule.scanOnce()
        let told = await house.messenger.sent.last { $0.conversation?.channel == "#operators" }?.message.summary ?? ""
        #expect(told.contains("Nothing wrong was found in the accounts that are known: 4 of 4 regions checked."))
        #expect(!told.contains("Every account"))
    }

    @Test("are told to the operators once, and once when all are known again")
    func told() async throws {
        let lister = Lister(.failure(Lister.denied))
        let house = House(watched: lister.watched(lastKnown: .init(accounts: [payments], date: noon)))
        let clock = StepClock()
        let watch = AccountWatch(
            playbook: house.playbook, messenger: house.messenger,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await watch.run(clock: clock) }
        #expect(await clock.nextSleep() == .seconds(300))
        lister.advance(300)
        clock.wake()
        #expect(await clock.nextSleep() == .seconds(300))
        #expect(await house.messenger.summaries.count == 1)
        lister.advance(300)
        lister.answer(.success([payments, research]))
        clock.wake()
        #expect(await clock.nextSleep() == .seconds(3600))
        running.cancel()
        clock.wake()
        await running.value
        #expect(
            await house.messenger.summaries == [
                "The watched accounts are in doubt: the organization's accounts cannot be listed: AccessDenied; "
                    + "the list of 2023-11-14 22:13 UTC is used.",
                "The watched accounts are known again: 2 accounts.",
            ])
    }

    @Test("A scan is made on behalf of the person who asked, by what they cannot choose")
    func requester() async {
        let house = House()
        await house.messenger.add(Person(id: PersonID(rawValue: "dana"), names: ["root"], email: "dana@example.com"))
        _ = await house.say("scan all", as: "dana")
        #expect(house.source.requesters.withLock { $0 } == ["dana@example.com"])
    }
}
