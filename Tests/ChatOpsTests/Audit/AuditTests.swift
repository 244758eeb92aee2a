import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("The audit log")
struct AuditTests {
    private func broken(roles: RoleAssignments? = House.everything) async -> House {
        let house = House(roles: roles)
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        return house
    }

    @Test("What is done is written down with who, where, what, result and when")
    func done() async throws {
        let house = await broken()
        _ = await house.say("snooze payments eu-west-1 for 4h", id: "Ev7")
        let entry = try #require(await house.store.audit.last)
        #expect(entry.request == "Ev7")
        #expect(entry.at == noon)
        #expect((entry.person, entry.name) == (PersonID(rawValue: "U1"), "U1"))
        #expect((entry.channel, entry.thread) == ("#ops", nil))
        #expect((entry.way, entry.command) == (.command, "snooze"))
        #expect(entry.text == "snooze payments eu-west-1 for 4h")
        #expect(entry.accounts == [payments.id])
        #expect(entry.outcome == .done)
        #expect(entry.result.hasPrefix("Snoozed until 2023-11-15 02:13 UTC by U1"))
    }

    @Test("So is what is refused, with its reason: a missing role, and a command that nobody knows")
    func refused() async throws {
        let house = await broken(roles: nil)
        _ = await house.say("whitelist add payments *")
        let refused = try #require(await house.store.audit.last)
        #expect(refused.outcome == .refused)
        #expect((refused.command, refused.accounts) == ("whitelist add", [payments.id]))
        #expect(refused.result.contains("config.json has no roles"))
        _ = await house.say("frobnicate now")
        let unknown = try #require(await house.store.audit.last)
        #expect((unknown.command, unknown.text, unknown.outcome) == ("", "frobnicate now", .refused))
    }

    @Test("Buttons and forms are written down as what they stand for, and a form when it comes back")
    func buttonsAndForms() async throws {
        let house = await broken()
        let subject = AlertSubject(cause: .trail(arn: TrailSnapshot.stopped.trail.arn, .stopped), recipient: "alice")
        let alert = MessageReference(channel: "#ops", id: "77")
        _ = await house.take(.button(.alert(subject, .acknowledge), on: alert, trigger: "t"))
        let press = try #require(await house.store.audit.last)
        #expect((press.way, press.command, press.accounts) == (.button, "acknowledge", [payments.id]))
        #expect(press.text == "acknowledge all of the alert \(subject.cause.key)")
        let before = await house.store.audit.count
        _ = await house.take(.button(.alert(subject, .whitelist), on: alert, trigger: "t"))
        #expect(await house.store.audit.count == before)
        let form = try #require(await house.messenger.forms.first)
        _ = await house.take(.form(FormSubmission(purpose: form.purpose, answers: ["reason": "moving"])))
        let filled = try #require(await house.store.audit.last)
        #expect((filled.way, filled.command, filled.outcome) == (.form, "whitelist add", .done))
        #expect(filled.text.hasSuffix("because moving"))
    }

    @Test("What was allowed, and JIRA did not take, is written down as failed")
    func failedInJIRA() async throws {
        let tracker = House(ticketing: CountingTicketing(failures: [TicketingError(.unavailable, "JIRA is away.")]))
        tracker.set(payments, ireland, .known([.stopped]))
        _ = await tracker.say("scan all")
        _ = await tracker.say("ticket payments eu-west-1")
        #expect(await tracker.store.audit.last?.outcome == .failed)
        #expect(await tracker.store.audit.last?.result == "The ticket was not opened: JIRA is away.")
    }

    @Test("So is a form that did not open")
    func formFailed() async throws {
        let house = await broken()
        await house.messenger.fail("forms", with: MessengerError(.unavailable, "The trigger is too old."))
        let before = await house.store.audit.count
        let answer = await house.take(.text("scan", trigger: "T1"))
        #expect(answer.first?.contains("The trigger is too old.") == true)
        let entry = try #require(await house.store.audit.last)
        #expect(await house.store.audit.count == before + 1)
        #expect((entry.outcome, entry.command, entry.result) == (.failed, "scan", "The trigger is too old."))
    }

    @Test("What a scan found is written down, and the list shows the first line of each result")
    func scanResult() async throws {
        let house = await broken()
        let entry = try #require(await house.store.audit.last)
        #expect(entry.result.hasPrefix("Scan of all accounts finished. 1 region in trouble; 4 of 4 regions checked."))
        #expect(entry.result.contains("\n"))
        let list = try #require(await house.say("audit").first)
        #expect(list.contains("1 region in trouble; 4 of 4 regions checked.\nWhom I told, the newest first:\n"))
    }

    @Test("So is what there was no room for, whatever it was, and each time")
    func overload() async throws {
        let house = await broken()
        let before = await house.store.audit.count
        let subject = AlertSubject(cause: .trail(arn: TrailSnapshot.stopped.trail.arn, .stopped), recipient: "alice")
        let inputs: [ChatRequest.Input] = [
            .text("ping"), .text("frobnicate"), .homeOpened,
            .button(.alert(subject, .acknowledge), on: MessageReference(channel: "#ops", id: "7"), trigger: "t"),
        ]
        let (requests, surplus) = (
            AsyncStream<ChatRequest> { $0.finish() },
            AsyncStream<ChatRequest> { stream in
                for (number, input) in inputs.enumerated() {
                    stream.yield(
                        ChatRequest(
                            id: "r\(number)", person: PersonID(rawValue: "U1"),
                            conversation: Conversation(channel: "#ops", kind: .channel), input: input))
                }
                stream.finish()
            }
        )
        await house.desk.run(requests, surplus: surplus)
        let entries = await house.store.audit.dropFirst(before)
        #expect(entries.map(\.command) == ["ping", "", "acknowledge"])
        #expect(entries.map(\.accounts) == [[], [], [payments.id]])
        #expect(entries.allSatisfy { $0.outcome == .refused && $0.result.hasPrefix("I have more to do than") })
    }

    @Test("audit tells whom the bot told, of what and what came of it, once for what was told together")
    func told() async throws {
        let house = await broken()
        house.set(payments, virginia, .known([.stopped]))
        _ = await house.say("scan all")
        await house.messenger.fail("alice", with: MessengerError(.unavailable, "Slack is away."))
        _ = await house.courier.deliverDue()
        let list = try #require(await house.say("audit payments").first)
        #expect(
            list.contains(
                """
                Whom I told, the newest first:
                • 2023-11-14 22:13 UTC #security: first news – delivered 2023-11-14 22:13 UTC: payments (111111111111) eu-west-1, us-east-1
                • 2023-11-14 22:13 UTC alice: first news – not delivered yet (1 tried, next 2023-11-14 22:13 UTC): payments (111111111111) eu-west-1, us-east-1
                """), "\(list)")
        #expect(await house.say("audit research").first?.contains("Whom I told") == false)
        #expect(await house.say("audit").first?.contains("#security: first news") == true)
    }

    @Test("A log that is away does not silence the bot")
    func logAway() async {
        let house = House()
        await house.store.fail(with: StoreError(.unavailable, "disk full"))
        #expect(await house.say("ping") == ["pong"])
    }

    @Test("Every log gets every entry, whatever becomes of it in the others")
    func fanOut() async {
        let (one, two, broken) = (MemoryStore(), MemoryStore(), MemoryStore())
        await broken.fail(with: StoreError(.unavailable, "away"))
        let entry = AuditEntry(
            at: noon, request: "r", person: PersonID(rawValue: "U1"), name: "", channel: "C1", way: .command,
            command: "ping", text: "ping", outcome: .done, result: "pong")
        await #expect(throws: StoreError.self) { try await AuditLogs([one, broken, two]).append(entry) }
        #expect(await one.audit == [entry])
        #expect(await two.audit == [entry])
    }

    @Test(
        "audit lists it by account, a button leads on; approvers see it, each for themselves"
    )
    func listing() async throws {
        let house = await broken()
        for _ in 1...16 { _ = await house.say("issue payments eu-west-1") }
        _ = await house.say("issues")
        let list = try #require(await house.say("audit payments").first)
        #expect(list.contains("U1 (U1): issue payments eu-west-1 – by command in #ops, done:"))
        #expect(!list.contains("issues –"))
        #expect(await house.messenger.sent.last?.way == .whisper)
        let buttons = await house.messenger.sent.last?.message.blocks.compactMap { block in
            if case .buttons(let buttons) = block { buttons } else { nil }
        }.flatMap(\.self)
        let older = try #require(buttons?.first)
        #expect(older.label == "Older")
        let alert = MessageReference(channel: "#ops", id: "77")
        let rest = await house.take(.button(older.action, on: alert, trigger: "t"))
        #expect(rest.first?.contains("There is nothing older.") == true)
        #expect(await house.messenger.sent.last?.way == .whisper)
        #expect(
            await House(roles: RoleAssignments([.operator: ["*"]])).say("audit").first?.contains("approver") == true)
    }
}
