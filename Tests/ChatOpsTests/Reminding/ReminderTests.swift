import CloudTrailCore
import FoundationEssentials
import Scheduling
import Testing

@testable import ChatOps

@Suite("Reminders")
struct ReminderTests {
    let watch = Wristwatch()

    func house(quiet: Quiet? = nil) async -> House {
        let house = House(
            watched: WatchedAccounts([payments]), escalation: EscalationTests.policy, quiet: quiet, now: watch.now)
        for region in [ireland, virginia] { house.set(payments, region, .known([])) }
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        return house
    }

    /// What was said where during some minutes, each of which is looked at.
    func said(_ house: House, minutes: Int) async throws -> [String] {
        let before = await house.messenger.sent.count
        for _ in 0..<minutes {
            watch.advance(by: 60)
            try await house.reminders.remind()
            _ = await house.courier.deliverDue()
        }
        return await house.messenger.sent.dropFirst(before).filter { $0.way == .post }.map { sent in
            let channel = sent.conversation?.channel ?? ""
            let way = sent.conversation?.thread == nil ? "post" : "reply"
            return "\(channel) \(way): \(sent.message.summary.prefix(48))"
        }.sorted()
    }

    @Test("An alert that nobody acknowledges is said again in its thread, then told to others, then repeated")
    func ladder() async throws {
        let house = await house()
        #expect(try await said(house, minutes: 59) == [])
        let reminder = "reply: Still open, and nobody is on it since 2023-11-14"
        #expect(try await said(house, minutes: 2) == ["#security \(reminder)", "alice \(reminder)"])
        // The default owner knows of it already, and hears of it again.
        #expect(try await said(house, minutes: 60) == ["#security \(reminder)", "alice \(reminder)"])
        #expect(try await said(house, minutes: 60) == ["#security \(reminder)", "alice \(reminder)"])
        #expect(try await said(house, minutes: 118) == [])
        #expect(try await said(house, minutes: 3) == ["#security \(reminder)", "alice \(reminder)"])
    }

    @Test("Whoever it is escalated to gets a message of their own, kept up to date like all others")
    func escalated() async throws {
        let house = House(
            escalation: Escalation([
                .critical: .init(after: .seconds(600), levels: [.recipient("#managers")], again: nil)
            ]), now: watch.now)
        house.set(payments, ireland, .known([]))
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        let told = try await said(house, minutes: 11)
        #expect(
            told == [
                "#managers post: CloudTrail disabled: payments (111111111111), eu",
                "#security reply: Nobody is on it, so others are told (#managers):",
                "alice reply: Nobody is on it, so others are told (#managers):",
            ])
        let before = await house.messenger.sent.count
        _ = await house.say("acknowledge payments eu-west-1")
        _ = await house.courier.deliverDue()
        let updates = await house.messenger.sent.dropFirst(before).filter { $0.way == .update }
        #expect(Set(updates.compactMap(\.reference?.channel)) == ["alice", "#security", "#managers"])
        #expect(try await said(house, minutes: 700) == [])
    }

    @Test("Whoever is told already under another name is not told twice")
    func sameByOtherName() async throws {
        let house = House(
            escalation: Escalation([
                .critical: .init(after: .seconds(600), levels: [.recipient("alice@example.com")], again: nil)
            ]), now: watch.now)
        await house.messenger.add(
            Person(id: PersonID(rawValue: "U0ALICE77"), names: ["alice"], email: "alice@example.com"))
        house.set(payments, ireland, .known([]))
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        #expect(
            try await said(house, minutes: 11) == [
                "#security reply: Still open, and nobody is on it since 2023-11-14",
                "alice reply: Still open, and nobody is on it since 2023-11-14",
            ])
    }

    @Test("What can be told to no owner is escalated all the same, and what waits for its time to be told is not")
    func undeliverable() async throws {
        let house = House(
            escalation: Escalation([
                .critical: .init(after: .seconds(600), levels: [.recipient("#managers")], again: nil)
            ]), now: watch.now)
        for recipient in ["alice", "#security", "#operators"] {
            await house.messenger.fail(recipient, with: MessengerError(.notFound, "There is no such channel."))
        }
        house.set(payments, ireland, .known([]))
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        #expect(try await said(house, minutes: 9) == [])
        #expect(
            try await said(house, minutes: 2) == ["#managers post: CloudTrail disabled: payments (111111111111), eu"])
    }

    @Test("Acknowledging stops it; giving back starts it anew")
    func stops() async throws {
        let house = await house()
        _ = await house.say("acknowledge payments *")
        _ = await house.courier.deliverDue()
        #expect(try await said(house, minutes: 300) == [])
        _ = await house.say("reopen payments *")
        _ = await house.courier.deliverDue()
        #expect(try await said(house, minutes: 59) == [])
        #expect(try await said(house, minutes: 2).count == 2)
    }

    @Test("A restart neither repeats nor forgets a reminder")
    func restart() async throws {
        let first = await house()
        watch.advance(by: 3700)
        try await first.reminders.remind()
        // Killed before it was delivered.
        let second = House(
            store: first.store, watched: WatchedAccounts([payments]), escalation: EscalationTests.policy,
            now: watch.now)
        try await second.reminders.remind()
        _ = await second.courier.deliverDue()
        try await second.reminders.remind()
        _ = await second.courier.deliverDue()
        let replies = await second.messenger.sent.filter { $0.way == .post }.map(\.conversation?.channel)
        #expect(Set(replies) == ["alice", "#security"])
        #expect(replies.count == 2)
    }

    /// Noon is 22:13 UTC.
    static let night = Quiet(
        QuietHours(from: 20 * 3600, until: 7 * 3600, zone: .utc), loudFrom: nil)

    @Test(
        "In quiet hours delivery waits, though looking does not; then all is one message, and nobody is reminded before"
    )
    func quiet() async throws {
        let house = await house(quiet: Self.night)
        #expect(await house.messenger.sent.filter { $0.conversation?.channel == "alice" }.isEmpty)
        #expect(try await house.issue()?.status == .open)
        _ = await house.say("acknowledge payments us-east-1")
        #expect(try await said(house, minutes: 520) == [])
        let morning = try await said(house, minutes: 10)
        #expect(
            morning == [
                "#security post: CloudTrail disabled: payments (111111111111), 2 ",
                "alice post: CloudTrail disabled: payments (111111111111), 2 ",
            ])
        #expect(try await said(house, minutes: 50) == [])
        #expect(try await said(house, minutes: 10).count == 2)
    }

    @Test("What is grave enough breaks through")
    func loud() async throws {
        let house = await house(quiet: Quiet(Self.night.hours, loudFrom: .critical))
        #expect(await house.messenger.sent.contains { $0.conversation?.channel == "alice" })
        #expect(try await said(house, minutes: 61).count == 2)
    }
}
