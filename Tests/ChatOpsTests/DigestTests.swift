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
        #expect(everything.contains("Not all could be checked of research & <labs> (222222222222)"))
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

    @Test("Owners read, too, when the last scan is long ago, and are told so where they would hear nothing else")
    func stale() async throws {
        let house = house(
            DigestPlan(
                owners: try Schedule("0 8 * * *", in: .utc), operators: try Schedule("0 9 * * *", in: .utc),
                recipients: ["#SECURITY": nil]))
        var known = DigestClock.KnownRuns()
        try await house.digests.send(&known)
        _ = await house.say("scan all")
        #expect(try await told(house, &known, hours: 24) == [], "nothing is wrong")
        #expect(
            try await told(house, &known, hours: 24) == [
                "#operators: CloudTrail in all accounts: no open issues in what could be checked",
                "alice: CloudTrail in your accounts: no open issues in what could be checked",
            ])
        let own = try #require(await house.messenger.sent.last { $0.conversation?.channel == "alice" })
        #expect(own.message.summary.contains("The last scan ended 2023-11-14 22:13 UTC, which is long ago."))
        #expect(await house.say("issues").last?.contains("which is long ago.") == true)
    }

    @Test("Accounts that no scan has seen, and doubts about the list of accounts, are told to those whom they concern")
    func unseen() async throws {
        let house = house()
        _ = await house.say("scan all")
        var scan = try #require(try await house.store.latestScan())
        scan.scannedAccounts = [payments.id]
        try await house.store.record(scan)
        await house.messenger.add(Person(id: PersonID(rawValue: "U7"), names: ["alice"]))
        let all = try #require(await house.say("digest", as: "U8").last)
        #expect(all.hasPrefix("CloudTrail in all accounts: no open issues in what could be checked\n"))
        #expect(all.contains("Not looked at yet: research & <labs> (222222222222)."))
        #expect(
            await house.say("digest", as: "U7").last?.hasPrefix("CloudTrail in your accounts: no open issues\n") == true
        )
        #expect(await house.say("issues").last?.contains("Not looked at yet: research & <labs>") == true)
        #expect(await house.say("issues account payments").last?.contains("Not looked at yet") == false)
        scan.doubt = "the organization does not answer"
        try await house.store.record(scan)
        #expect(
            await house.say("digest", as: "U7").last?.contains(
                "Accounts may be missing: the organization does not answer.") == true)
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
        let searches = await house.messenger.searches
        _ = try await told(house, &known, hours: 1)
        #expect(await house.messenger.searches == searches, "nothing is looked for before the first attempt")
        await house.messenger.loseAnswer(of: "#operators")
        let posts = try await told(house, &known, hours: 1)
        #expect(posts.count == 1)
        try await house.digests.send(&known)
        #expect(await house.messenger.searches == searches + 1)
        #expect(try await told(house, &known, hours: 1).count == 1, "the next one")
    }

    @Test("A digest that did not arrive is not taken for another one in the same conversation")
    func otherName() async throws {
        let owners = TicketOwners(
            global: .init(),
            accounts: [
                payments.id: .init(slackOwners: ["alice"]), research.id: .init(slackOwners: ["alice@example.com"]),
            ])
        let house = House(
            interval: nil, owners: owners, digests: DigestPlan(owners: try Schedule("24h", in: .utc)), now: watch.now)
        await house.messenger.alias("alice@example.com", of: "alice")
        for account in [payments, research] { house.set(account, ireland, .known([])) }
        _ = await house.say("scan all")
        var known = DigestClock.KnownRuns()
        try await house.digests.send(&known)
        await house.messenger.losePost(to: "alice", after: 1)
        #expect(try await told(house, &known, hours: 24).count == 1)
        await house.messenger.losePost(to: "alice", after: 100)
        #expect(try await told(house, &known, hours: 1).count == 1)
        #expect(try await told(house, &known, hours: 1) == [])
    }
}
