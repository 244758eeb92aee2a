import CloudTrailCore
import FoundationEssentials
import Scheduling
import Synchronization
import Testing

@testable import ChatOps

@Suite("Alerts")
struct ReportingTests {
    func house(_ setUp: (House) -> Void = { _ in }) async -> House {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        setUp(house)
        _ = await house.say("scan account payments")
        return house
    }

    func alerts(_ house: House) async -> [(to: String, text: String)] {
        let before = await house.messenger.sent.count
        _ = await house.courier.deliverDue()
        return await house.messenger.sent.dropFirst(before).map { ($0.conversation?.channel ?? "", $0.message.summary) }
    }

    @Test("A new issue is told to the account's owner and to the default owner, each once")
    func opened() async throws {
        let house = await house()
        let first = await alerts(house)
        #expect(Set(first.map(\.to)) == ["alice", "#security"])
        #expect(
            first[0].text
                == "CloudTrail disabled: payments (111111111111), eu-west-1. disabled: logging is stopped since 2023-11-14 22:13 UTC"
        )
        #expect(await alerts(house).isEmpty)
        #expect(try await house.issue()?.timestamps.reported == noon)
    }

    @Test("An alert carries what would mend it and the buttons to act")
    func alertContents() async throws {
        let house = await house()
        _ = await alerts(house)
        let blocks = try #require(await house.messenger.sent.last?.message.blocks)
        #expect(
            blocks.contains(
                .code(
                    "aws cloudtrail start-logging --name arn:aws:cloudtrail:eu-west-1:111111111111:trail/main --region eu-west-1"
                )))
        let buttons = blocks.flatMap { block -> [Button] in if case .buttons(let all) = block { all } else { [] } }
        let subject = AlertSubject(
            cause: .trail(arn: TrailSnapshot.healthy.trail.arn, .stopped),
            recipient: try #require(await house.messenger.sent.last?.conversation?.channel))
        let acts: [AlertAct] = [.scan, .acknowledge, .whitelist, .ticket, .explain]
        #expect(buttons.map(\.action) == acts.map { .alert(subject, $0) })
    }

    @Test("A resolution is told, and closes the issue")
    func resolved() async throws {
        let house = await house()
        _ = await alerts(house)
        house.set(payments, ireland, .known([.healthy]))
        _ = await house.say("scan account payments")
        #expect(try await house.issue()?.status == .resolved)
        let sent = await house.messenger.sent.count
        _ = await house.courier.deliverDue()
        let toAlice = await house.messenger.sent.dropFirst(sent).filter {
            $0.reference?.channel == "alice" || $0.conversation?.channel == "alice"
        }
        #expect(
            toAlice.map(\.message.summary) == [
                "CloudTrail works again: payments (111111111111), eu-west-1. disabled: logging is stopped since 2023-11-14 22:13 UTC",
                "Works again everywhere: payments (111111111111) eu-west-1.",
            ])
        #expect(toAlice.map(\.way) == [.update, .post], "in place, and a word in its thread")
        #expect(try await house.issue()?.status == .closed)
    }

    @Test("What is for somebody who cannot be reached goes to the operators' channel, which is told the reason once")
    func undeliverable() async {
        let house = await house()
        await house.messenger.fail("alice", with: MessengerError(.notFound, "Nobody here is called alice."))
        let told = await alerts(house)
        #expect(Set(told.map(\.to)) == ["#operators", "#security"])
        #expect(
            told.last { $0.to == "#operators" }?.text.hasSuffix("(For alice, whom I cannot tell.)") == true)
        let note = await house.messenger.sent.first { $0.conversation?.channel == "#operators" }
        #expect(
            note?.message.summary
                == "I cannot tell alice: Nobody here is called alice. Until I can, what is for it comes here.")
    }

    @Test("A chat that is away gets the notice later, not never")
    func retried() async throws {
        let house = await house()
        for owner in ["alice", "#security"] {
            await house.messenger.fail(owner, with: MessengerError(.unavailable, "away"))
        }
        #expect(await alerts(house).isEmpty)
        #expect(try await house.store.nextNoticeDue() == noon.addingTimeInterval(5))
        #expect(try await house.issue()?.timestamps.reported == nil)
    }

    @Test("Pauses grow to ten minutes, and after a day a notice is given up with its reason")
    func pauses() async throws {
        var notice = Notice.toAlice
        let away = MessengerError(.unavailable, "away")
        var pauses: [Double] = []
        for attempt in 1...9 {
            notice.state = .pending(attempts: attempt, notBefore: noon)
            notice.state = NoticeCourier.state(of: notice, after: away, now: noon)
            pauses.append(notice.dueAt?.timeIntervalSince(noon) ?? -1)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600])
        let late = noon.addingTimeInterval(90_000)
        let gone = MessengerError(.notFound, "gone")
        #expect(NoticeCourier.state(of: notice, after: gone, now: late) == .failed(reason: "gone", at: late))
    }

    @Test("Operators are told once what a scheduled scan could not check, and once that it can be again")
    func operatorsToldOnce() async throws {
        let house = House()
        func posts() async -> [String] {
            await house.messenger.sent.filter { $0.conversation?.channel == "#operators" }.map(\.message.summary)
        }
        house.source.locked.withLock { _ = $0.insert(research.id) }
        try await house.schedule.scanOnce()
        try await house.schedule.scanOnce()
        #expect(await posts().count == 1)
        house.source.locked.withLock { _ = $0.remove(research.id) }
        try await house.schedule.scanOnce()
        try await house.schedule.scanOnce()
        #expect(await posts().last == "Every account can be checked again: 4 of 4 regions.")
        #expect(await posts().count == 2)
    }

    @Test("A schedule goes on from the last scan's start")
    func schedule() async throws {
        let house = House()
        #expect(try await house.schedule.pause(.every(.seconds(100)), delay: 0) == .zero)
        try await house.schedule.scanOnce()
        #expect(try await house.schedule.pause(.every(.seconds(100)), delay: 0) == .seconds(100))
    }
}

@Suite("Tickets")
struct TicketTests {
    let place = AccountRegion(payments.id, ireland)
    let alert = MessageReference(channel: "#ops", id: "9")

    func house(_ ticketing: CountingTicketing = CountingTicketing()) async -> House {
        let house = House(ticketing: ticketing)
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await house.courier.deliverDue()
        return house
    }

    @Test("One issue has one ticket, however often and however fast it is asked for")
    func once() async throws {
        let house = await house()
        let purpose = FormPurpose.ticket(place, conversation: Conversation(channel: "#ops", kind: .channel))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { _ = await house.take(.form(FormSubmission(purpose: purpose, answers: [:]))) }
            }
        }
        _ = await house.say("ticket payments eu-west-1")
        #expect(house.ticketing.created == 1)
        #expect(try await house.issue()?.ticket.ticket?.key == "SEC-1")
    }

    @Test("The key appears in every copy of the alert, and what could not be done is told")
    func keyAppears() async {
        let house = await house()
        let said = await house.say("ticket payments eu-west-1")
        _ = await house.courier.deliverDue()
        let updates = await house.messenger.sent.filter { $0.way == .update && $0.message.summary.contains("disabled") }
        #expect(Set(updates.compactMap(\.reference?.channel)).isSuperset(of: ["alice", "#security"]))
        #expect(said.last?.contains("Ticket SEC-1 for payments (111111111111) eu-west-1.") == true)
        #expect(said.last?.contains("nobody cannot be assigned") == true)
    }

    @Test("An attempt that failed keeps its intent, and the next one completes it")
    func retry() async throws {
        let house = await house(CountingTicketing(failures: [TicketingError(.unavailable, "JIRA did not answer.")]))
        #expect(await house.say("ticket payments eu-west-1") == ["The ticket was not opened: JIRA did not answer."])
        guard case .intended = try await house.issue()?.ticket else {
            return #expect(Bool(false), "the intent is stored")
        }
        #expect(await house.say("ticket payments eu-west-1").last?.contains("SEC-1") == true)
    }

    @Test("Without an issue there is no ticket")
    func noIssue() async {
        let said = await House().say("ticket payments us-east-1")
        #expect(said.first?.hasPrefix("There is no open issue in us-east-1 of payments (111111111111).") == true)
    }
}

@Suite("Notices under trouble")
struct NoticeTroubleTests {
    let place = AccountRegion(payments.id, ireland)

    @Test("An issue found while reporting was off is announced once it is on, and only once")
    func announcedLater() async throws {
        let quiet = House(reporting: false)
        quiet.set(payments, ireland, .known([.stopped]))
        _ = await quiet.say("scan all")
        _ = await quiet.courier.deliverDue()
        #expect(try await quiet.store.notices(about: place).isEmpty)
        let house = House(store: quiet.store, source: quiet.source)
        for _ in 0..<2 {
            _ = await house.say("scan all")
            _ = await house.courier.deliverDue()
        }
        #expect(try await house.store.notices(about: place).map(\.event) == [.opened, .opened])
        #expect(try await house.issue()?.timestamps.reported == noon)
    }

    @Test("With nobody to tell, a resolution closes the issue at once")
    func closedUntold() async throws {
        let house = House(reporting: false)
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        house.set(payments, ireland, .known([.healthy]))
        _ = await house.say("scan all")
        #expect(try await house.issue()?.status == .closed)
    }

    @Test("News never overtakes older news to the same recipient")
    func order() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        await house.messenger.fail("alice", with: MessengerError(.unavailable, "away"))
        _ = await house.courier.deliverDue()
        house.set(payments, ireland, .known([.healthy]))
        _ = await house.say("scan all")
        await house.messenger.fail("alice", with: nil)
        _ = await house.courier.deliverDue()
        let toAlice = await house.messenger.sent.filter { $0.conversation?.channel == "alice" }
        #expect(toAlice.isEmpty, "the older notice waits for its time, and the newer one for it")
        #expect(try await house.store.nextNoticeDue() == noon.addingTimeInterval(5))
    }

    @Test("A store that cannot be written does not repeat the post")
    func storeReadOnly() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let before = await house.messenger.sent.count
        await house.store.failSaving(with: StoreError(.unavailable, "disk full"))
        _ = await house.courier.deliverDue()
        _ = await house.courier.deliverDue()
        #expect(await house.messenger.sent.count == before)
    }

    @Test("A refused token is waited out for ever; a message that Slack refuses goes to the operators in words")
    func refusals() async throws {
        let notice = Notice.toAlice
        let late = noon.addingTimeInterval(900_000)
        let revoked = NoticeCourier.state(of: notice, after: MessengerError(.unauthorized, "revoked"), now: late)
        #expect(revoked == .pending(attempts: 0, notBefore: late.addingTimeInterval(5)))

        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        await house.messenger.fail("alice", with: MessengerError(.invalidMessage, "Slack refused the blocks."))
        _ = await house.courier.deliverDue()
        let told = await house.messenger.sent.last { $0.conversation?.channel == "#operators" }
        #expect(
            told?.message.summary.hasSuffix("(For alice, whom I cannot tell.)") == true)
    }

    @Test("A whitelist entry added during a scan counts for it")
    func whitelistedMeanwhile() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = try await house.whitelist.add(payments.id, scopes: [.all], by: "ann", reason: nil)
        _ = await house.say("scan all")
        #expect(try await house.issue()?.status == .whitelisted)
        #expect(
            try await house.store.notices(about: place).map(\.event) == [.opened, .opened, .whitelisted, .whitelisted])
    }
}
