import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling
import Synchronization
import Testing

@testable import ChatOps

@Suite("Digests")
struct DigestTests {
    let watch = Wristwatch()

    func house(_ digests: DigestPlan = DigestPlan(), store: MemoryStore = MemoryStore()) -> House {
        House(interval: nil, store: store, digests: digests, now: watch.now)
    }

    func told(_ house: House, _ known: inout DigestClock.KnownRuns, hours: Int) async throws -> [String] {
        let before = await house.messenger.sent.count
        for _ in 0..<hours {
            watch.advance(by: 3600)
            try await house.digests.send(&known)
        }
        return await house.messenger.sent.dropFirst(before).map { sent in
            "\(sent.conversation?.channel ?? ""): \(sent.message.summary.split(separator: "\n")[0])"
        }.sorted()
    }

    @Test("It tells what is open, new, mended, oldest and unknown, of one's own accounts only")
    func contents() async throws {
        let house = house()
        house.set(payments, ireland, .known([]))
        house.set(payments, virginia, .known([.stopped]))
        house.set(research, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await house.courier.deliverDue()
        watch.advance(by: 90_000)
        house.set(payments, virginia, .known([.healthy]))
        house.source.locked.withLock { _ = $0.insert(research.id) }
        _ = await house.say("scan all")
        _ = await house.courier.deliverDue()
        await house.messenger.add(Person(id: PersonID(rawValue: "U7"), names: ["alice", "Alice Ames"]))
        #expect(
            try #require(await house.say("digest", as: "U7").last) == """
                CloudTrail in your accounts: 1 open issue
                Open: 1 without anybody on it (1 critical)
                New since 2023-11-14 23:13 UTC: 0
                Mended since then: 1
                Oldest: payments (111111111111) eu-west-1, since 2023-11-14 22:13 UTC
                • payments (111111111111) eu-west-1: disabled: there is no trail – open
                """)
        let everything = try #require(await house.say("digest", as: "U8").last)
        #expect(everything.hasPrefix("CloudTrail in all accounts: 2 open issues\n"))
        #expect(everything.contains("Could not be checked completely: research & <labs> (222222222222)"))
    }

    @Test("Nobody is told that all is well where nothing is known, or not everything could be looked at")
    func unknown() async throws {
        let house = house()
        #expect(await house.say("digest").last?.hasPrefix("CloudTrail in all accounts: nothing is known yet") == true)
        _ = await house.say("scan all")
        #expect(await house.say("digest").last?.hasPrefix("CloudTrail in all accounts: no open issues\n") == true)
        house.source.locked.withLock { _ = $0.insert(research.id) }
        _ = await house.say("scan all")
        #expect(
            await house.say("digest").last?.hasPrefix(
                "CloudTrail in all accounts: no open issues in what could be checked\n") == true)
    }

    @Test("Everybody gets theirs once at its time, and one for all that were missed; where there is nothing, nothing")
    func schedule() async throws {
        // Noon is 22:13 UTC.
        let plan = DigestPlan(
            owners: try Schedule("0 8 * * *", in: .utc), operators: try Schedule("0 9 * * *", in: .utc),
            recipients: ["#SECURITY": nil])
        let house = house(plan)
        var known = DigestClock.KnownRuns()
        try await house.digests.send(&known)
        _ = await house.say("scan all")
        #expect(try await told(house, &known, hours: 24) == [], "nothing is wrong")
        house.set(payments, ireland, .known([]))
        _ = await house.say("scan all")
        let day = [
            "#operators: CloudTrail in all accounts: 1 open issue", "alice: CloudTrail in your accounts: 1 open issue",
        ]
        #expect(try await told(house, &known, hours: 24) == day)
        // Down for three days.
        watch.advance(by: 3 * 86_400)
        let second = self.house(plan, store: house.store)
        var fresh = DigestClock.KnownRuns()
        #expect(try await told(second, &fresh, hours: 1) == day)
        #expect(try await told(second, &fresh, hours: 8) == [])
    }

    @Test("One whose answer was lost is found again, and not sent twice")
    func lostAnswer() async throws {
        let house = house(DigestPlan(operators: try Schedule("1h", in: .utc)))
        house.set(payments, ireland, .known([]))
        _ = await house.say("scan all")
        var known = DigestClock.KnownRuns()
        try await house.digests.send(&known)
        await house.messenger.loseAnswer(of: "#operators")
        let posts = try await told(house, &known, hours: 1)
        #expect(posts.count == 1)
        try await house.digests.send(&known)
        #expect(try await told(house, &known, hours: 1).count == 1, "the next one")
    }
}
