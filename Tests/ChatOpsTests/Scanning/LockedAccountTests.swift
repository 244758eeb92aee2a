import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("Accounts that cannot be entered")
struct LockedAccountTests {
    let watch = Wristwatch()
    private let lost = "I cannot look at 1 account of yours any more"
    private let found = "I can look at payments (111111111111) again."

    private func house(quiet: Quiet? = nil) -> House {
        House(
            watched: WatchedAccounts([payments]), escalation: EscalationTests.policy, quiet: quiet, now: watch.now)
    }

    private func lock(_ house: House) { house.source.locked.withLock { _ = $0.insert(payments.id) } }
    private func unlock(_ house: House) { house.source.locked.withLock { _ = $0.remove(payments.id) } }

    /// What somebody was told by posts since.
    private func told(
        _ recipient: String = "alice", in house: House, _ deed: () async throws -> Void
    ) async rethrows -> [String] {
        let before = await house.messenger.sent.count
        try await deed()
        _ = await house.courier.deliverDue()
        return await house.messenger.sent.dropFirst(before).filter { $0.conversation?.channel == recipient }
            .map { String($0.message.summary.prefix(44)) }
    }

    @Test("Owners hear of it once, nobody is reminded of what was there, and they hear when it is over")
    func once() async throws {
        let house = house()
        house.set(payments, ireland, .known([]))
        try await house.schedule.scanOnce()
        _ = await house.courier.deliverDue()
        lock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
        watch.advance(by: 7200)
        #expect(try await told(in: house) { try await house.reminders.remind() } == [])
        unlock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [found])
        #expect(try await told(in: house) { try await house.reminders.remind() }.count == 1)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
    }

    @Test("That they can be entered again shows in any scan of everything, and the next time is told again")
    func byHand() async throws {
        let house = house()
        lock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        unlock(house)
        #expect(await told(in: house) { _ = await house.say("scan all") } == [found])
        lock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        // Crashed right after the summary was stored, and mended meanwhile.
        unlock(house)
        let plan = await house.playbook.everything().plan
        try await house.store.record(await house.scans.scan(plan).summary)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [found])
    }

    @Test("So it is where the regions are configured, and each of them is unknown")
    func configuredRegions() async throws {
        let house = House(regions: .only([ireland]), watched: WatchedAccounts([payments]), now: watch.now)
        lock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        #expect(try await house.store.latestScan()?.lockedAccounts == [payments.id])
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
        unlock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [found])
    }

    @Test("What happens in quiet hours is told after them, as it stands then")
    func quiet() async throws {
        // Noon is 22:13 UTC.
        let house = house(quiet: ReminderTests.night)
        lock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
        watch.advance(by: 10 * 3600)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        watch.advance(by: 14 * 3600)
        unlock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
        watch.advance(by: 10 * 3600)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [found])
    }

    @Test("Whoever could not be told hears of it with the next scan, and the others not again")
    func failing() async throws {
        let house = house()
        lock(house)
        await house.messenger.fail("alice", with: MessengerError(.unavailable, "away"))
        #expect(try await told("#security", in: house) { try await house.schedule.scanOnce() } == [lost])
        await house.messenger.fail("alice", with: nil)
        watch.advance(by: 3600)
        let before = await house.messenger.sent.count
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        #expect(
            await !house.messenger.sent.dropFirst(before).contains { $0.conversation?.channel == "#security" })
    }

    @Test("A message whose answer was lost is found by the next scan, and not sent twice")
    func lostAnswer() async throws {
        let house = house()
        lock(house)
        await house.messenger.loseAnswer(of: "alice")
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [lost])
        watch.advance(by: 3600)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [])
        unlock(house)
        #expect(try await told(in: house) { try await house.schedule.scanOnce() } == [found])
    }
}
