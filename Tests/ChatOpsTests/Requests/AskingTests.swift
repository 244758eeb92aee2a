import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Commands that ask in a form")
struct AskingTests {
    private let here = Conversation(channel: "#ops", kind: .channel)

    private func buttons(_ house: House) async -> [Button] {
        await house.messenger.sent.last?.message.buttons ?? []
    }

    @Test("A slash command without arguments opens the form at once; nothing is said")
    func slash() async {
        let house = House()
        #expect(await house.take(.text("scan", trigger: "T1")) == [])
        #expect(await house.take(.text("whitelist add", trigger: "T2")) == [])
        #expect(await house.messenger.forms.map(\.title) == ["Scan", "Whitelist"])
        #expect(
            await house.messenger.forms.map(\.purpose)
                == [.scan(conversation: here), .whitelistChosen(conversation: here)])
    }

    @Test("Where no form can open, the answer has a button that opens it, for the asker alone")
    func typed() async throws {
        let house = House()
        let answer = await house.say("scan")
        #expect(answer.first?.hasPrefix("What shall I scan? Choose in a form, or type it:") == true)
        #expect(await house.messenger.sent.last?.way == .whisper)
        let button = try #require(await buttons(house).first)
        #expect(await house.take(.button(button.action, on: nil, trigger: "T1")) == [])
        #expect(await house.messenger.forms.map(\.purpose) == [.scan(conversation: here)])
    }

    @Test("What was chosen is scanned, with its progress where it was asked for")
    func scan() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        house.set(payments, virginia, .known([.stopped]))
        var conversation = here
        conversation.thread = "5.5"
        let purpose = FormPurpose.scan(conversation: conversation)
        let said = await house.take(
            .form(FormSubmission(purpose: purpose, answers: ["accounts": "111111111111", "regions": "eu-west-1"])))
        #expect(said.last?.contains("payments (111111111111)") == true)
        #expect(try await house.issue(payments, ireland) != nil)
        #expect(try await house.issue(payments, virginia) == nil)
        #expect(await house.messenger.sent.first?.conversation == conversation)
        #expect(await house.store.audit.last?.text == "scan 111111111111 in eu-west-1")
    }

    @Test("A form left empty scans everything, and that counts as a scan of everything")
    func scanAll() async throws {
        let house = House()
        _ = await house.take(.form(FormSubmission(purpose: .scan(conversation: here), answers: [:])))
        #expect(try await house.store.latestScan()?.accounts == 2)
        let some = House()
        _ = await some.take(
            .form(FormSubmission(purpose: .scan(conversation: here), answers: ["regions": "eu-west-1"])))
        #expect(try await some.store.latestScan() == nil)
    }

    @Test("A risk is accepted as the form says: account, regions, until, reason")
    func whitelist() async throws {
        let house = House()
        let answers = ["account": "111111111111", "scopes": "*", "until": "2023-12-31", "reason": "it moves"]
        let said = await house.take(
            .form(FormSubmission(purpose: .whitelistChosen(conversation: here), answers: answers)))
        #expect(
            said == [
                "Whitelisted by U1: payments (111111111111) * until 2023-12-31 24:00 UTC, because it moves. No stored issue changes."
            ])
    }

    @Test(
        "Whoever may not is not asked: no form opens, not by the button either, and a form that comes back is refused")
    func roles() async {
        let house = House(roles: RoleAssignments([.viewer: ["*"]]))
        #expect(await house.take(.text("scan", trigger: "T1")).first?.contains("role operator") == true)
        #expect(await house.take(.text("whitelist add", trigger: "T1")).first?.contains("role approver") == true)
        #expect(
            await house.take(.button(.ask(.whitelist), on: nil, trigger: "T1")).first?.contains("approver") == true)
        #expect(await house.messenger.forms.isEmpty)
        let answers = ["account": "111111111111", "scopes": "*", "reason": "because"]
        let submission = FormSubmission(purpose: .whitelistChosen(conversation: here), answers: answers)
        #expect(await house.take(.form(submission)).first?.contains("approver") == true)
    }
}

extension Message {
    /// All buttons in it.
    var buttons: [Button] {
        blocks.flatMap { block -> [Button] in
            if case .buttons(let buttons) = block { return buttons }
            return []
        }
    }

    var table: Table? {
        for case .table(let table) in blocks { return table }
        return nil
    }
}
