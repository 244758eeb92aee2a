import CloudTrailCore
import Testing

@testable import ChatOps

@Suite("Questions of open forms")
struct FormDeskTests {
    private let somebody = PersonID(rawValue: "U1")
    private let desk = FormDesk(
        playbook: Playbook(
            accounts: [
                payments, research, Account(id: AccountID("333333333333")!, name: "old-payments"),
                Account(id: AccountID("111222333444")!),
            ], regions: .enabled))

    private func found(_ typed: String) async -> [String] {
        await desk.choices(for: "account", matching: typed, by: somebody).map(\.value)
    }

    @Test("Accounts are searched by name and id, those that begin with what was typed first")
    func accounts() async {
        #expect(await found("PAY") == ["111111111111", "333333333333"])
        #expect(await found("111") == ["111222333444", "111111111111"])
        #expect(await found("3334") == ["111222333444"])
        #expect(await found("nothing") == [])
        #expect(await found("").count == 4)
        #expect(
            await desk.choices(for: "account", matching: "payments", by: somebody).first
                == FormChoice(value: "111111111111", label: "payments (111111111111)"))
    }

    @Test("A field that is not searched offers nothing")
    func otherField() async {
        #expect(await desk.choices(for: "reason", matching: "p", by: somebody) == [])
    }

    @Test("A risk is not accepted without a reason")
    func reason() async {
        let purpose = FormPurpose.whitelist(
            AccountRegion(payments.id, ireland), conversation: Conversation(channel: "C1", kind: .channel))
        for (reason, problems) in [
            (nil, ["reason": "Say why this is acceptable."]), (" \n", ["reason": "Say why this is acceptable."]),
            ("moving", [:]),
        ] as [(String?, [String: String])] {
            let answers = reason.map { ["reason": $0] } ?? [:]
            let submission = FormSubmission(purpose: purpose, answers: answers)
            #expect(await desk.problems(with: submission, by: somebody) == problems)
        }
    }
}
