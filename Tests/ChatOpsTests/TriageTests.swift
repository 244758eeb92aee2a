import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Triage from the message")
struct TriageTests {
    let watch = Wristwatch()
    let shown = MessageReference(channel: "#ops", id: "7.7")

    /// Both regions are stopped by one trail, and told.
    func house() async -> (House, AlertSubject) {
        let house = House(watched: WatchedAccounts([payments]), now: watch.now)
        for region in [ireland, virginia] { house.set(payments, region, .known([.stopped])) }
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        let cause = RootCause.trail(arn: TrailSnapshot.stopped.trail.arn, .stopped)
        return (house, AlertSubject(cause: cause, recipient: "alice"))
    }

    func choose(_ value: String, _ field: String, of house: House, _ subject: AlertSubject) async -> [String] {
        guard let action = ButtonAction.alert(subject, .snooze).choosing(value, for: field) else { return [] }
        return await house.take(.button(action, on: shown, trigger: "T"))
    }

    /// The newest state of each copy, by whose it is.
    func copies(_ house: House, since: Int) async -> [String: String] {
        _ = await house.courier.deliverDue()
        var copies: [String: String] = [:]
        for sent in await house.messenger.sent.dropFirst(since) where sent.message.summary.hasPrefix("CloudTrail") {
            let channel = sent.reference?.channel ?? sent.conversation?.channel ?? ""
            copies[channel] = sent.message.blocks.plain
        }
        return copies
    }

    @Test("Under an alert one can scan, take it, whitelist it, open a ticket, ask what it is, snooze and assign it")
    func offers() async throws {
        let (house, subject) = await house()
        let alert = try #require(await house.messenger.sent.first { $0.conversation?.channel == "alice" }?.message)
        #expect(
            alert.buttons.map(\.label) == ["Scan again", "I'm on it", "Whitelist…", "Open ticket…", "What is this?"])
        let menus = alert.blocks.compactMap { block -> [String]? in
            guard case .menus(let menus, .alert(subject, .snooze)) = block else { return nil }
            return menus.flatMap { menu in
                if case .these(let choices) = menu.choices { choices.map(\.label) } else { [menu.label] }
            }
        }
        #expect(
            menus == [
                [
                    "Snooze for 4 hours", "Snooze for 1 day", "Snooze for 7 days", "Snooze until…", "Assign to…",
                ]
            ])
    }

    @Test("Whom it is assigned to gets a message of their own, and everybody's copy names them")
    func assigned() async throws {
        let (house, subject) = await house()
        let before = await house.messenger.sent.count
        let said = await choose("U0BOB7777", AlertMenu.assign, of: house, subject)
        #expect(said == ["Assigned to @U0BOB7777 by U1: payments (111111111111) eu-west-1, us-east-1."])
        let copies = await copies(house, since: before)
        #expect(Set(copies.keys) == ["alice", "#security", "U0BOB7777"])
        for copy in copies.values { #expect(copy.contains("Assigned to: @U0BOB7777")) }
        // Whoever has it says so, and all hear of it.
        let then = await house.messenger.sent.count
        _ = await house.take(
            .button(
                .alert(AlertSubject(cause: subject.cause, recipient: "U0BOB7777"), .acknowledge), on: shown, trigger: ""
            ),
            as: "U0BOB7777")
        let after = await self.copies(house, since: then)
        #expect(Set(after.keys) == ["alice", "#security", "U0BOB7777"])
        for copy in after.values { #expect(copy.contains("Status: acknowledged by U0BOB7777")) }
        for region in [ireland, virginia] {
            #expect(try await house.issue(payments, region)?.followers == ["U0BOB7777"])
        }
    }

    @Test("An owner to whom it is assigned is told under the name by which they are told already")
    func assignedToOwner() async throws {
        let (house, subject) = await house()
        await house.messenger.add(
            Person(id: PersonID(rawValue: "U0ALICE77"), names: ["alice"], email: "alice@example.com"))
        let before = await house.messenger.sent.count
        let said = await choose("U0ALICE77", AlertMenu.assign, of: house, subject)
        #expect(said == ["Assigned to alice by U1: payments (111111111111) eu-west-1, us-east-1."])
        #expect(Set(await copies(house, since: before).keys) == ["alice", "#security"])
        #expect(try await house.issue()?.followers == ["alice"])
    }

    @Test("Issues are given to full members only: no channel, no guest and no stranger gets to read them")
    func assignable() async throws {
        let (house, _) = await house()
        for (id, membership) in [("UG", Person.Membership.guest), ("US", .stranger)] {
            await house.messenger.add(Person(id: PersonID(rawValue: id), names: [id], membership: membership))
        }
        for name in ["#general", "UG", "US"] {
            #expect(
                await house.say("assign payments * to \(name)").first?.hasPrefix(
                    "Nobody was assigned: Issues are given to full members of this workspace only.") == true)
        }
        #expect(try await house.issue()?.followers == [])
        let unnamed = House(roles: nil)
        #expect(
            await unnamed.say("assign payments * to bob").first?.hasPrefix("assign is not allowed to anyone yet")
                == true)
    }

    @Test("Assigning takes an acknowledgement back: whom it is given to has yet to say so; the same again is no news")
    func reassigned() async throws {
        let (house, _) = await house()
        _ = await house.say("acknowledge payments *")
        #expect(
            await house.say("assign payments eu-west-1 to @bob")
                == ["Assigned to bob by U1: payments (111111111111) eu-west-1."])
        #expect(try await house.issue()?.status == .open)
        #expect(try await house.issue(payments, virginia)?.status == .acknowledged)
        #expect(await house.say("assign payments eu-west-1 bob").last?.hasPrefix("No open issue there") == true)
        await house.messenger.fail("nobody", with: MessengerError(.notFound, "Slack knows nobody called nobody."))
        #expect(
            await house.say("assign payments * to nobody").last?.hasPrefix(
                "Nobody was assigned: Slack knows nobody called nobody.") == true)
        #expect(await house.say("assign payments *").last?.hasPrefix("To whom?") == true)
    }

    @Test(
        "Snoozing takes what was chosen",
        arguments: [("4h", 4.0), ("1d", 24), ("7d", 168)])
    func snoozed(choice: String, hours: Double) async throws {
        let (house, subject) = await house()
        _ = await choose(choice, AlertMenu.snooze, of: house, subject)
        let until = noon + hours * 3600
        #expect(
            try await house.issue()?.state == .snoozed(until: until, by: "U1", severity: .critical))
    }

    @Test("Snoozing until a day asks for the day, which counts to its end")
    func snoozedUntil() async throws {
        let (house, subject) = await house()
        #expect(await choose(AlertMenu.until, AlertMenu.snooze, of: house, subject) == [])
        let form = try #require(await house.messenger.forms.first)
        #expect(form.title == "Snooze")
        _ = await house.take(.form(FormSubmission(purpose: form.purpose, answers: ["until": "2023-11-20"])))
        let until = try Date("2023-11-21T00:00:00Z", strategy: .iso8601)
        #expect(try await house.issue()?.state == .snoozed(until: until, by: "U1", severity: .critical))
    }

    @Test("One issue is snoozed until a day, too, and no other with it")
    func oneSnoozedUntil() async throws {
        let (house, _) = await house()
        let place = AccountRegion(payments.id, ireland)
        let action = try #require(
            ButtonAction.place(place, .snooze).choosing(AlertMenu.until, for: AlertMenu.snooze))
        #expect(await house.take(.button(action, on: shown, trigger: "T")) == [])
        let form = try #require(await house.messenger.forms.first)
        #expect(form.introduction.plain.hasPrefix("payments (111111111111) eu-west-1. It stays quiet until"))
        let desk = FormDesk(playbook: house.playbook, mayLook: { _, _ in true }, now: watch.now)
        let late = FormSubmission(purpose: form.purpose, answers: ["until": "2023-11-01"])
        #expect(
            await desk.problems(with: late, by: PersonID(rawValue: "U1")) == ["until": "That day is over already."])
        _ = await house.take(.form(FormSubmission(purpose: form.purpose, answers: ["until": "2023-11-20"])))
        #expect(try await house.issue()?.status == .snoozed)
        #expect(try await house.issue(payments, virginia)?.status == .open)
    }

    @Test("What it means is told to whoever asks, from the catalogue")
    func explained() async throws {
        let (house, subject) = await house()
        let said = await house.take(.button(.alert(subject, .explain), on: shown, trigger: ""))
        #expect(said.first?.hasPrefix("\(Concern.stopped.title)\nFound when: \(Concern.stopped.rule)\n") == true)
        #expect(await house.messenger.sent.last?.way == .whisper)
        #expect(await house.say("explain payments *").first == said.first)
    }

    @Test("An issue tells whom the bot told, when, and what came of it")
    func tellings() async throws {
        let (house, _) = await house()
        await house.messenger.fail("alice", with: MessengerError(.unavailable, "Slack is away."))
        _ = await house.say("acknowledge payments eu-west-1")
        await house.messenger.fail("update", with: MessengerError(.unavailable, "Slack is away."))
        _ = await house.courier.deliverDue()
        let issue = try #require(await house.say("issue payments eu-west-1").last)
        #expect(
            issue.contains(
                """
                Whom I told
                • 2023-11-14 22:13 UTC alice: first news – delivered 2023-11-14 22:13 UTC
                • 2023-11-14 22:13 UTC #security: first news – delivered 2023-11-14 22:13 UTC
                • 2023-11-14 22:13 UTC alice: acknowledged – not delivered yet (1 tried, next 2023-11-14 22:13 UTC)
                """), "\(issue)")
    }
}
