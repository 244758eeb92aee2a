import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Requests")
struct FrontDeskTests {
    @Test("Mistake 11, duplicates: ping answers pong, once however often it is delivered")
    func ping() async {
        let house = House()
        #expect(await house.say("ping", id: "Ev1") == ["pong"])
        #expect(await house.say("ping", id: "Ev1") == [])
    }

    @Test("Mistake 11, duplicates: a request that failed may be delivered again")
    func failedIsReleased() async {
        let house = House()
        await house.messenger.fail("#ops", with: MessengerError(.unavailable, "Slack is away."))
        let answer = await house.say("ping", id: "Ev1")
        #expect(answer == ["Sorry, that did not work: Slack is away. The log has the details (Ev1)."])
        await house.messenger.fail("#ops", with: nil)
        #expect(await house.say("ping", id: "Ev1") == ["pong"])
    }

    @Test("An answer that Slack took without saying so is not given twice")
    func answerTaken() async {
        let house = House()
        await house.messenger.loseAnswer(of: "#ops")
        #expect(await house.say("ping") == ["pong"])
    }

    @Test("An answer that got lost is given again")
    func answerLost() async {
        let house = House()
        await house.messenger.losePost(to: "#ops")
        #expect(await house.say("ping") == ["pong"])
        #expect(await house.messenger.sent.map(\.way) == [.post])
    }

    @Test("What was done and cannot be told where it was asked for is told to the asker, as done, and not done again")
    func unanswerable() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        await house.messenger.fail("#ops", with: MessengerError(.unavailable, "Slack is away."))
        let answer = await house.say("acknowledge payments eu-west-1", id: "Ev1")
        #expect(
            answer == [
                "It is done, but I could not say so where it was asked for: Slack is away. U1 is on it: payments (111111111111) eu-west-1."
            ])
        #expect(await house.messenger.sent.last?.way == .whisper)
        #expect(await house.store.audit.map(\.outcome) == [.done, .done])
        await house.messenger.fail("#ops", with: nil)
        #expect(await house.say("acknowledge payments eu-west-1", id: "Ev1") == [])
    }

    @Test("So is a scan whose last word is not taken; one whose first word's answer got lost runs, under one message")
    func scanUnanswerable() async throws {
        let house = House()
        await house.messenger.loseAnswer(of: "#ops")
        let said = await house.say("scan all")
        #expect(said.count == 2 && said.last?.contains("No problems") == true)
        #expect(await house.messenger.sent.map(\.way) == [.post, .update])
        #expect(await house.store.audit.last?.outcome == .done)
        await house.messenger.fail("update", with: MessengerError(.unavailable, "Slack is away."))
        await house.messenger.losePost(to: "#ops", after: 1)
        let again = await house.say("scan all")
        #expect(
            again.last?.hasPrefix("It is done, but I could not say so where it was asked for: no answer came") == true)
        #expect(again.last?.contains("No problems") == true)
        #expect(await house.store.audit.last?.outcome == .done)
    }

    @Test("A store that is away does not silence the bot")
    func storeAway() async {
        let house = House()
        await house.store.fail(with: StoreError(.unavailable, "disk full"))
        #expect(await house.say("ping") == ["pong"])
        #expect(
            await house.say("issues", id: "Ev2") == [
                "Sorry, that did not work: my store did not answer. The log has the details (Ev2)."
            ])
    }

    @Test("Refusals are shown to the asker alone")
    func refusalsAreWhispered() async {
        let house = House()
        _ = await house.say("frobnicate")
        #expect(await house.messenger.sent.last?.way == .whisper)
    }

    @Test("Without roles members look and scan, accept no risks and open no tickets; guests do nothing")
    func withoutRoles() async {
        let house = House(roles: nil)
        #expect(await house.say("ping") == ["pong"])
        #expect(await house.say("scan account payments").last?.contains("No problems") == true)
        #expect(await house.say("whitelist add payments *").first?.contains("config.json has no roles") == true)
        #expect(await house.say("ticket payments eu-west-1").first?.contains("roles.operator") == true)
        await house.messenger.add(Person(id: PersonID(rawValue: "UG"), names: ["guest"], membership: .guest))
        #expect(await house.say("ping", as: "UG").first?.contains("Only full members") == true)
    }

    @Test("With roles each may do what the role allows, and a guest who is named counts")
    func withRoles() async {
        let house = House(
            roles: RoleAssignments([.viewer: ["guest@example.com"], .operator: ["UB"], .approver: ["UA"]]))
        await house.messenger.add(
            Person(id: PersonID(rawValue: "UG"), names: ["guest"], email: "guest@example.com", membership: .guest))
        await house.messenger.add(Person(id: PersonID(rawValue: "UB"), names: ["Bob"]))
        #expect(await house.say("ping", as: "UG") == ["pong"])
        #expect(await house.say("scan all", as: "UG").first?.contains("needs the role operator") == true)
        #expect(await house.say("scan all", as: "UB").count == 2)
        #expect(
            await house.say("whitelist add payments *", as: "UB").first?.contains("needs the role approver") == true)
        #expect(
            await house.say("whitelist add payments * until 1d because drill", as: "UA").first?.contains(
                "Whitelisted by UA") == true)
        #expect(await house.say("ping", as: "U9").first?.contains("needs the role viewer") == true)
        await house.messenger.add(Person(id: PersonID(rawValue: "UX"), names: ["x", "UA", "guest@example.com"]))
        #expect(
            await house.say("ping", as: "UX").first?.contains("needs the role viewer") == true,
            "names are chosen by anybody")
    }

    @Test("The whitelist button asks why, and the answer becomes the entry's reason")
    func whitelistForm() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let place = AccountRegion(payments.id, ireland)
        let alert = MessageReference(channel: "#ops", id: "77")
        _ = await house.take(.button(.whitelist(place), on: alert, trigger: "t"))
        let form = try #require(await house.messenger.forms.first)
        let answer = await house.take(
            .form(FormSubmission(purpose: form.purpose, answers: ["reason": " moving\n next week "])))
        #expect(
            answer == [
                "Whitelisted by U1: payments (111111111111) eu-west-1, because moving next week. 1 issue is quiet now."
            ])
        #expect(await house.messenger.sent.last?.conversation?.thread == "77")
        #expect(try await house.issue()?.status == .whitelisted)
    }

    @Test("An account that is not watched is refused with the nearest name")
    func unknownAccount() async {
        let answer = await House().say("scan account paymnets")
        #expect(
            answer == [
                "No account paymnets is watched. Did you mean payments? This would work: accounts [part of a name]"
            ])
    }

    @Test("A message that cannot be changed any more is posted anew, with its mark; other failures stay failures")
    func replacing() async throws {
        let messenger = RecordingMessenger()
        let conversation = Conversation(channel: "#ops", kind: .channel, thread: "1.1")
        let old = try await messenger.post(.text("old"), in: conversation, mark: "m")
        #expect(try await messenger.replace(old, with: .text("new"), in: conversation, mark: "m") == old)
        await messenger.fail("update", with: MessengerError(.notFound, "The message is gone."))
        let new = try await messenger.replace(old, with: .text("newer"), in: conversation, mark: "m")
        #expect(new != old)
        #expect(await messenger.sent.map(\.way) == [.post, .update, .post])
        #expect(await messenger.sent.allSatisfy { $0.mark == "m" })
        await messenger.fail("update", with: MessengerError(.unavailable, "Slack is away."))
        await #expect(throws: MessengerError.self) {
            try await messenger.replace(new, with: .text("newest"), in: conversation)
        }
    }
}
