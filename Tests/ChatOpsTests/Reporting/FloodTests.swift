import CloudTrailCore
import FoundationEssentials
import Synchronization
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

    @Test("A recipient gets twenty messages an hour, and the rest as one with a file; then twenty more may come")
    func gate() {
        var gate = FloodGate(limit: 2)
        let moments: [(recipient: String, second: Double)] = [
            ("a", 0), ("a", 10), ("a", 20), ("b", 20), ("a", 3599), ("a", 3600), ("a", 3601),
        ]
        let admitted = moments.map { gate.admit($0.recipient, at: noon + $0.second) }
        #expect(admitted == [true, true, false, true, false, true, false])
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
}

@Suite("Accounts that cannot be entered")
struct LockedAccountTests {
    let watch = Wristwatch()

    @Test("Owners hear of it once, nobody is reminded of what was there, and they hear when it is over")
    func told() async throws {
        let house = House(watched: WatchedAccounts([payments]), escalation: EscalationTests.policy, now: watch.now)
        func toAlice(_ deed: () async throws -> Void) async rethrows -> [String] {
            let before = await house.messenger.sent.count
            try await deed()
            _ = await house.courier.deliverDue()
            return await house.messenger.sent.dropFirst(before).filter { $0.conversation?.channel == "alice" }
                .map { String($0.message.summary.prefix(44)) }
        }
        house.set(payments, ireland, .known([]))
        try await house.schedule.scanOnce()
        _ = await house.courier.deliverDue()
        house.source.locked.withLock { _ = $0.insert(payments.id) }
        #expect(
            try await toAlice { try await house.schedule.scanOnce() } == [
                "I cannot look at 1 account of yours any more"
            ])
        #expect(try await toAlice { try await house.schedule.scanOnce() } == [])
        watch.advance(by: 7200)
        #expect(try await toAlice { try await house.reminders.remind() } == [])
        house.source.locked.withLock { _ = $0.remove(payments.id) }
        #expect(
            try await toAlice { try await house.schedule.scanOnce() } == [
                "I can look at payments (111111111111) again."
            ])
        #expect(try await toAlice { try await house.reminders.remind() }.count == 1)
        #expect(try await toAlice { try await house.schedule.scanOnce() } == [])
    }
}
