import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Floods")
struct FloodTests {
    let watch = Wristwatch()

    private func accounts(_ count: Int) -> [Account] {
        (0..<count).map { Account(id: AccountID(String(300_000_000_000 + $0))!, name: "team-\($0)") }
    }

    /// So many accounts without a trail, each a cause of its own, all of which go to #security.
    private func flood(_ count: Int, into house: House) async throws {
        for account in accounts(count) {
            _ = try await house.book.file(
                Verdict(place: AccountRegion(account.id, ireland), findings: [.disabled(.noTrails(lastRecorded: nil))]))
        }
    }

    private func posts(_ house: House) async -> [RecordingMessenger.Sent] {
        await house.messenger.sent.filter { $0.way == .post && $0.conversation?.thread == nil }
    }

    @Test("A recipient gets twenty messages an hour, and what is less grave leaves room for what is graver")
    func room() {
        var box = Mailbox("a")
        func told(_ severity: Severity, _ second: Double) -> Bool {
            let subject = AlertSubject(cause: .trail(arn: "\(second) \(severity)", .stopped), recipient: "a")
            guard box.admits(subject, severity, limit: 2, at: noon + second) else { return false }
            box.count(subject, severity, at: noon + second)
            return true
        }
        let news: [(Severity, Double)] = [
            (.low, 0), (.low, 10), (.low, 20), (.critical, 30), (.critical, 40), (.critical, 50), (.high, 60),
            (.low, 3600), (.low, 3630), (.low, 3641), (.high, 3641),
        ]
        #expect(
            news.map(told) == [true, true, false, true, true, false, false, false, true, true, true])
    }

    @Test("Of a hundred causes at once twenty are messages, and the others are one that counts and lists them")
    func crowd() async throws {
        let house = House(watched: WatchedAccounts(accounts(100)), now: watch.now)
        try await flood(100, into: house)
        _ = await house.courier.deliverDue()
        let posts = await posts(house)
        #expect(posts.count == 21)
        let crowd = try #require(posts.last?.message)
        #expect(
            crowd.summary.hasPrefix("CloudTrail: 80 more causes, in 80 regions of 80 accounts\nSeverity: 80 critical\n")
        )
        #expect(crowd.summary.contains("and 70 more"))
        let files = await house.messenger.files
        #expect(files.count == 1)
        #expect(files.first?.conversation.thread == posts.last?.reference?.id)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
        for account in accounts(100) { #expect(try await house.issue(account)?.timestamps.reported != nil) }
    }

    @Test("While more comes, the one message grows; an hour later there is room for twenty again")
    func growing() async throws {
        let house = House(watched: WatchedAccounts(accounts(200)), now: watch.now)
        try await flood(30, into: house)
        _ = await house.courier.deliverDue()
        try await flood(40, into: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21)
        let last = await house.messenger.sent.last { $0.way == .update }?.message.summary
        #expect(last?.hasPrefix("CloudTrail: 20 more causes, in 20 regions of 20 accounts") == true)
        watch.advance(by: 3600)
        try await flood(80, into: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21 + 20 + 1)
    }

    @Test("The gravest get the messages of their own")
    func gravest() async throws {
        let house = House(watched: WatchedAccounts(accounts(60)), now: watch.now)
        for (number, account) in accounts(60).enumerated() {
            let arn = "arn:aws:cloudtrail:eu-west-1:\(account.id):trail/t"
            let finding: Finding =
                number < 50
                ? .deliveryErrors([
                    .init(trail: Trail(arn: arn, name: "t"), errors: [.init(target: .sns, code: "AuthorizationError")])
                ]) : .disabled(.noTrails(lastRecorded: nil))
            _ = try await house.book.file(Verdict(place: AccountRegion(account.id, ireland), findings: [finding]))
        }
        _ = await house.courier.deliverDue()
        let own = await posts(house).dropLast().map(\.message.summary)
        #expect(own.count { $0.hasPrefix("CloudTrail disabled") } == 10)
        #expect(await posts(house).last?.message.summary.contains("Severity: 40 low") == true)
    }

    @Test("A flood that cannot be told waits, and is told once when it can")
    func outage() async throws {
        let house = House(watched: WatchedAccounts(accounts(30)), now: watch.now)
        await house.messenger.fail("#security", with: MessengerError(.unavailable, "away"))
        try await flood(30, into: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).isEmpty)
        await house.messenger.fail("#security", with: nil)
        watch.advance(by: 7200)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("A wave of one cause is one message with numbers, and a file that lists every region")
    func wave() async throws {
        let house = House(watched: WatchedAccounts([payments]), now: watch.now)
        for number in 1...3000 {
            _ = try await house.book.file(
                Verdict(
                    place: AccountRegion(payments.id, Region("eu-west-\(number)")!),
                    findings: [.disabled(.stopped(since: noon))], trails: [.stopped]))
        }
        _ = await house.courier.deliverDue()
        #expect(await posts(house).map(\.conversation?.channel).sorted { $0! < $1! } == ["#security", "alice"])
        let files = await house.messenger.files
        #expect(files.count == 2)
        for shared in files {
            #expect(shared.file.content.split(separator: UInt8(ascii: "\n")).count == 3001)
            #expect(shared.conversation.thread != nil)
        }
    }

    // MARK: What counts

    private func file(
        _ accounts: some Sequence<Account>, in house: House, _ findings: (Account) -> [Finding]
    ) async throws {
        for account in accounts {
            _ = try await house.book.file(
                Verdict(place: AccountRegion(account.id, ireland), findings: findings(account)))
        }
    }

    /// So many low troubles, each a cause of its own.
    private func trickle(_ accounts: some Sequence<Account>, into house: House) async throws {
        try await file(accounts, in: house) { account in
            let trail = Trail(arn: "arn:aws:cloudtrail:eu-west-1:\(account.id):trail/t", name: "t")
            return [
                .deliveryErrors([.init(trail: trail, errors: [.init(target: .sns, code: "AuthorizationError")])])
            ]
        }
    }

    private func breakdown(_ accounts: some Sequence<Account>, in house: House) async throws {
        try await file(accounts, in: house) { _ in [.disabled(.noTrails(lastRecorded: nil))] }
    }

    private func mend(_ accounts: some Sequence<Account>, in house: House) async throws {
        try await file(accounts, in: house) { _ in [] }
    }

    @Test("What is grave is not held up by what is less grave, however much of that there was")
    func graverPasses() async throws {
        let all = accounts(60)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        try await trickle(all.prefix(30), into: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21)
        watch.advance(by: 600)
        try await breakdown(all.suffix(1), in: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).last?.message.summary.hasPrefix("CloudTrail disabled: team-59") == true)
        #expect(await posts(house).count == 22)
    }

    @Test("Attempts that fail use up nothing")
    func failures() async throws {
        let all = accounts(25)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        await house.messenger.fail("#security", with: MessengerError(.unavailable, "away"))
        try await breakdown(all.prefix(5), in: house)
        for _ in 0..<8 {
            _ = await house.courier.deliverDue()
            watch.advance(by: 100)
        }
        await house.messenger.fail("#security", with: nil)
        watch.advance(by: 600)
        _ = await house.courier.deliverDue()
        #expect(
            await posts(house).map { String($0.message.summary.prefix(25)) }
                == (0..<5).map { "CloudTrail disabled: team-\($0)".prefix(25) }.map(String.init))
        try await breakdown(all.suffix(15), in: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 20)
    }

    @Test("The end of what was told as one is told there, and uses up nothing")
    func recoveries() async throws {
        let all = accounts(60)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        try await breakdown(all.prefix(40), in: house)
        _ = await house.courier.deliverDue()
        let crowd = try #require(await posts(house).last?.reference)
        watch.advance(by: 3600)
        try await mend(all[20..<40], in: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21, "no message for any of them")
        let ends = await house.messenger.sent.filter { $0.conversation?.thread == crowd.id }
        #expect(ends.count == 1)
        #expect(ends.first?.message.summary.hasPrefix("Works again everywhere: ") == true)
        let shown = await house.messenger.sent.last { $0.way == .update && $0.reference == crowd }
        #expect(shown?.message.summary.hasPrefix("CloudTrail works again: 20 causes, in 20 regions") == true)
        for account in all[20..<40] { #expect(try await house.issue(account)?.status == .closed) }
        try await breakdown(all.suffix(20), in: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 41)
    }

    @Test("A crowd that was only low says aloud that something graver joined it")
    func graverJoins() async throws {
        let all = accounts(90)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        try await trickle(all.prefix(40), into: house)
        _ = await house.courier.deliverDue()
        let crowd = try #require(await posts(house).last?.reference)
        watch.advance(by: 60)
        try await breakdown(all.suffix(50), in: house)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 41)
        let said = await house.messenger.sent.filter { $0.way == .post && $0.conversation?.thread == crowd.id }
        #expect(said.map { String($0.message.summary.prefix(42)) } == ["Also affected, and graver (critical): team"])
    }

    // MARK: Restarts

    /// The same store and chat, and a bot that has just started.
    private func restarted(_ house: House) -> NoticeCourier {
        NoticeCourier(
            store: house.store, messenger: house.messenger, book: house.book, playbook: house.playbook,
            now: watch.now, log: house.log)
    }

    @Test("A bot killed between the post of a crowd and its noting tells nothing twice, and begins no other crowd")
    func killed() async throws {
        let all = accounts(100)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        try await breakdown(all.prefix(50), in: house)
        await house.messenger.loseAnswer(of: "#security", to: 21)
        _ = await house.courier.deliverDue()
        #expect(await posts(house).count == 21)
        watch.advance(by: 10)
        try await breakdown(all.suffix(50), in: house)
        _ = await restarted(house).deliverDue()
        #expect(await posts(house).count == 21)
        let shown = await house.messenger.sent.last { $0.way == .update }
        #expect(shown?.message.summary.hasPrefix("CloudTrail: 80 more causes, in 80 regions of 80 accounts") == true)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
        for account in all { #expect(try await house.issue(account)?.timestamps.reported != nil) }
    }

    @Test("A restart gives nobody twenty messages more")
    func restart() async throws {
        let all = accounts(80)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        try await breakdown(all.prefix(30), in: house)
        _ = await house.courier.deliverDue()
        watch.advance(by: 60)
        try await breakdown(all.suffix(50), in: house)
        _ = await restarted(house).deliverDue()
        #expect(await posts(house).count == 21)
    }

    // MARK: The file

    @Test("The file comes with the crowd and again when it has doubled, and is spoken of only when it is there")
    func file() async throws {
        let all = accounts(200)
        let house = House(watched: WatchedAccounts(all), now: watch.now)
        await house.messenger.fail("tables", with: MessengerError(.unavailable, "no files today"))
        try await breakdown(all.prefix(40), in: house)
        _ = await house.courier.deliverDue()
        func shown() async -> String? {
            await house.messenger.sent.last { $0.message.summary.hasPrefix("CloudTrail: ") }?.message.summary
        }
        #expect(await shown()?.contains("file") == false)
        await house.messenger.fail("tables", with: nil)
        for number in 41...200 {
            try await breakdown(all[(number - 1)..<number], in: house)
            _ = await house.courier.deliverDue()
        }
        #expect(
            await house.messenger.files.map { $0.file.content.split(separator: UInt8(ascii: "\n")).count - 1 } == [
                40, 80, 160,
            ])
        #expect(await shown()?.hasSuffix("the file in the thread has them all.") == true)
    }
}
