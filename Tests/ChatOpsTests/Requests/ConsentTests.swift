import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("What is asked before a risk is accepted or a ticket opened")
struct ConsentTests {
    private let here = Conversation(channel: "#ops", kind: .channel)
    private let alert = MessageReference(channel: "#ops", id: "77")
    private var subject: AlertSubject {
        AlertSubject(cause: .trail(arn: TrailSnapshot.stopped.trail.arn, .stopped), recipient: "alice")
    }

    private func house(now: @escaping @Sendable () -> Date = { noon }) async -> House {
        let house = House(now: now)
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        return house
    }

    private func last(_ house: House) async throws -> RecordingMessenger.Sent {
        try #require(await house.messenger.sent.last)
    }

    @Test("A whitelist command that says everything is done at once: whole name or id, until, because")
    func full() async throws {
        for account in ["payments", "PAYMENTS", "111111111111"] {
            let house = await house()
            let said = await house.say("whitelist add \(account) eu-west-1 until 2023-12-31 because it moves")
            #expect(said.first?.hasPrefix("Whitelisted by U1: payments (111111111111) eu-west-1 until") == true)
        }
    }

    @Test(
        "One that leaves something out, or to guess, is shown to the asker first, with what it means",
        arguments: [
            (
                "whitelist add pay eu-west-1 until 2023-12-31 because it moves",
                "until 2023-12-31 24:00 UTC, because it moves"
            ),
            ("whitelist add payments eu-west-1 because it moves", "for ever, because it moves"),
            ("whitelist add payments eu-west-1 until 30d", "until 2023-12-14 22:13 UTC, without a reason"),
            ("whitelist add payments *", "all regions, for ever, without a reason"),
        ])
    func asked(text: String, meaning: String) async throws {
        let house = await house()
        let audited = await house.store.audit.count
        let said = await house.say(text)
        #expect(said.first?.hasPrefix("Accept this risk? payments (111111111111), ") == true)
        #expect(said.first?.contains(meaning) == true, "\(said)")
        #expect(said.first?.contains("1 issue there goes quiet now") == true)
        let question = try await last(house)
        #expect(question.way == .whisper)
        #expect(try await house.issue()?.status == .open)
        #expect(await house.store.audit.count == audited, "nothing was done yet")
        let accept = try #require(question.message.buttons.first)
        let form = try #require(question.message.buttons.last)
        let place = AccountRegion(payments.id, ireland)
        #expect(form.action == (text.contains("*") ? .ask(.whitelist) : .whitelist(place)))
        #expect((accept.label, accept.style) == ("Accept the risk", .danger))
        let done = await house.take(.button(accept.action, on: nil, trigger: "T"))
        #expect(done.first?.hasPrefix("Whitelisted by U1: payments (111111111111)") == true, "\(done)")
        #expect(try await house.issue()?.status == .whitelisted)
        let entry = try #require(await house.store.audit.last)
        #expect((entry.way, entry.command, entry.outcome) == (.button, "whitelist add", .done))
    }

    @Test(
        "What is pressed is what was shown, though an account of that name came meanwhile; and only who may can press it"
    )
    func exact() async throws {
        let house = House(roles: RoleAssignments([.operator: ["*"], .approver: ["U1"]]))
        _ = await house.say("whitelist add pay * until 3d because of \u{201C}the move\u{201D}, until May for now")
        let accept = try #require(try await last(house).message.buttons.first)
        #expect(
            accept.action == .confirmed("whitelist add 111111111111 * until 3d because of the move, until May for now"))
        let refused = await house.take(.button(accept.action, on: nil, trigger: "T"), as: "U2")
        #expect(refused.first?.contains("needs the role approver") == true)
        _ = await house.take(.button(accept.action, on: nil, trigger: "T"))
        let entries = try await house.store.whitelistEntries()
        #expect(entries.map(\.reason) == ["of the move, until May for now"])
        #expect(entries.map(\.until) == [noon.addingTimeInterval(3 * 86_400)])
    }

    @Test("A question is over when it is answered: one that was for one person goes, a direct one becomes its answer")
    func over() async throws {
        for kind in [Conversation.Kind.channel, .direct] {
            let house = await house()
            _ = await house.say("ticket pay eu-west-1")
            let action = try #require(try await last(house).message.buttons.first).action
            let question = kind == .direct ? MessageReference(channel: "#ops", id: "5.5") : nil
            await house.desk.handle(
                ChatRequest(
                    id: "p", person: PersonID(rawValue: "U1"), conversation: Conversation(channel: "#ops", kind: kind),
                    input: .button(action, on: question, trigger: "T")))
            let answer = try await last(house)
            #expect(answer.message.summary.hasPrefix("Ticket SEC-1"))
            #expect(
                (answer.way, answer.reference) == (kind == .direct ? (.update, question) : (.post, answer.reference)))
            #expect(await house.messenger.withdrawn.count == (kind == .direct ? 0 : 1))
        }
    }

    @Test("Who may not is refused, not asked")
    func role() async {
        let house = House(roles: RoleAssignments([.viewer: ["*"]]))
        #expect(await house.say("whitelist add pay *").first?.contains("role approver") == true)
        #expect(await house.say("ticket pay eu-west-1").first?.contains("role operator") == true)
    }

    @Test("A ticket of an account that is named in part is asked about; of one that is named it is opened")
    func ticket() async throws {
        let house = await house()
        #expect(
            await house.say("ticket pay eu-west-1").first?
                .hasPrefix("Open a JIRA ticket for payments (111111111111) eu-west-1?") == true)
        #expect(house.ticketing.created == 0)
        let question = try await last(house)
        #expect(question.way == .whisper)
        #expect(question.message.buttons.map(\.label) == ["Open the ticket", "Choose in a form…"])
        _ = await house.take(.button(question.message.buttons[0].action, on: nil, trigger: "T"))
        #expect(house.ticketing.created == 1)
        #expect(await house.say("ticket pay us-east-1").first?.contains("no open issue there, in payments") == true)
        let direct = await self.house()
        #expect(await direct.say("ticket 111111111111 eu-west-1").last?.contains("Ticket SEC-1") == true)
    }

    private static let sandboxes = [
        Account(id: AccountID("333333333333")!, name: "Sandbox"),
        Account(id: AccountID("444444444444")!, name: "Sandbox eu-west-1"),
        Account(id: AccountID("555555555555")!, name: "sandbox in us-east-1"),
    ]

    private func sandboxHouse() async -> House {
        let house = House(watched: WatchedAccounts(Self.sandboxes))
        house.set(Self.sandboxes[0], ireland, .known([.stopped]))
        _ = await house.say("scan all")
        return house
    }

    @Test(
        "Where a region may belong to an account's name, nothing is done, and the account's id is asked for",
        arguments: [
            "whitelist add Sandbox eu-west-1 * until 2023-12-31 because drill", "whitelist add sandbox eu-west-1",
            "whitelist remove SANDBOX eu-west-1, us-east-1", "snooze Sandbox eu-west-1 * for 4h",
            "acknowledge Sandbox eu-west-1", "reopen Sandbox eu-west-1 *", "assign Sandbox eu-west-1 * to alice",
            "explain Sandbox eu-west-1 *", "issue Sandbox eu-west-1", "ticket Sandbox eu-west-1",
        ])
    func namesakes(text: String) async throws {
        let house = await sandboxHouse()
        #expect(
            await house.say(text) == [
                "I cannot tell where the account's name ends. Please name it by its id: Sandbox (333333333333) or Sandbox eu-west-1 (444444444444)."
            ])
        #expect(await house.store.audit.last?.outcome == .refused)
        #expect(try await house.store.whitelistEntries() == [])
        #expect(try await house.issue(Self.sandboxes[0])?.status == .open)
        #expect(house.ticketing.created == 0)
    }

    @Test("So is it by a scan; an id, other regions, and what can be read in one way only are understood")
    func clearNames() async {
        let house = await sandboxHouse()
        let doubtful = await house.say("scan account Sandbox in us-east-1").last
        #expect(doubtful?.hasSuffix("Sandbox (333333333333) or sandbox in us-east-1 (555555555555).") == true)
        for (text, start) in [
            ("scan account Sandbox in eu-west-1", "Scan of Sandbox (333333333333)"),
            ("scan account Sandbox eu-west-1", "Scan of Sandbox eu-west-1 (444444444444)"),
            ("acknowledge 333333333333 eu-west-1", "U1 is on it:"), ("reopen Sandbox *", "Open again by U1:"),
        ] {
            let said = await house.say(text)
            #expect(said.last?.hasPrefix(start) == true, "\(said)")
        }
    }

    @Test("A form says how much it accepts, and accepts no more: what came meanwhile is asked about again")
    func grown() async throws {
        let watch = Wristwatch()
        let house = await house(now: watch.now)
        _ = await house.take(.button(.alert(subject, .whitelist), on: alert, trigger: "t"))
        let form = try #require(await house.messenger.forms.last)
        #expect(form.introduction.plain.hasPrefix("1 region: payments (111111111111) eu-west-1. It stays quiet"))
        watch.advance(by: 30)
        house.set(payments, virginia, .known([.stopped]))
        _ = await house.say("scan all")
        let answers = ["reason": "it moves", "until": "2023-12-31"]
        let asked = await house.take(.form(FormSubmission(purpose: form.purpose, answers: answers)))
        #expect(
            asked.first?.hasPrefix(
                "Nothing was whitelisted: the alert changed while you wrote. It was about 1 region, and now it is about 2 regions: payments (111111111111) eu-west-1, us-east-1."
            ) == true, "\(asked)")
        #expect(try await house.store.whitelistEntries() == [])
        let accept = try #require(try await last(house).message.buttons.first)
        #expect(accept.label == "Accept all 2")
        #expect(
            accept.confirmation
                == Button.Confirmation(
                    title: "Accept the risk?",
                    text: "Quiet until 2023-12-31 24:00 UTC, unless it gets worse: 2 regions.", confirm: "Accept"))
        let done = await house.take(.button(accept.action, on: nil, trigger: "T"))
        #expect(
            done == [
                "Whitelisted by U1: payments (111111111111) eu-west-1, us-east-1 until 2023-12-31 24:00 UTC, because it moves. 2 issues are quiet now."
            ])
    }

    @Test("So is what got worse, or is elsewhere now, though it is not more; what is less is accepted")
    func changed() async throws {
        let watch = Wristwatch()
        let house = await house(now: watch.now)
        house.set(payments, virginia, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await house.take(.button(.alert(subject, .whitelist), on: alert, trigger: "t"))
        let purpose = try #require(await house.messenger.forms.last).purpose
        let submission = FormSubmission(purpose: purpose, answers: ["reason": "it moves"])
        watch.advance(by: 30)
        house.set(payments, ireland, .known([.healthy]))
        house.set(research, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let shown = try #require(submission.shown)
        #expect(shown.regions == 2)
        let issues = try await house.playbook.issues(of: subject, in: house.store)
        let more = try await house.store.issues(matching: IssueFilter())
        #expect(Shown(regions: 2, at: watch.now()).isOutgrown(by: more), "more, though none of it is new")
        #expect(!shown.isOutgrown(by: issues.filter { $0.place.account == payments.id && $0.status == .open }))
        #expect(shown.isOutgrown(by: try await house.store.issues(matching: IssueFilter(accounts: [research.id]))))
        let done = await house.take(.form(submission))
        #expect(done.first?.contains("1 issue is quiet now") == true, "\(done)")
    }

    @Test("A form that was opened before this was asked is taken as it is")
    func old() throws {
        let json =
            #"{"whitelistAlert":{"_0":{"cause":{"noTrail":{"_0":"111111111111"}},"recipient":"alice"},"conversation":{"channel":"C1","kind":"channel"}}}"#
        let current = FormPurpose.whitelistAlert(
            AlertSubject(cause: .noTrail(payments.id), recipient: "alice"),
            conversation: .init(channel: "C1", kind: .channel))
        let text = String(decoding: try JSONEncoder().encode(current), as: UTF8.self)
        #expect(!text.contains("shown"))
        #expect(try JSONDecoder().decode(FormPurpose.self, from: Data(text.utf8)) == current, "\(json)")
    }

    @Test("No form opens for what is over already")
    func nothingLeft() async {
        let house = await house()
        house.set(payments, ireland, .known([.healthy]))
        for _ in 1...5 { _ = await house.say("scan all") }
        for act in [AlertAct.whitelist, .ticket] {
            let said = await house.take(.button(.alert(subject, act), on: alert, trigger: "t"))
            #expect(said.first?.hasPrefix("Nothing of this is in trouble any more.") == true)
        }
        #expect(await house.messenger.forms.isEmpty)
    }
}

extension FormSubmission {
    fileprivate var shown: Shown? {
        if case .whitelistAlert(_, _, let shown) = purpose { shown } else { nil }
    }
}
