import CloudTrailCore
import Testing

@testable import ChatOps

@Suite("Questions of open forms")
struct FormDeskTests {
    private let somebody = PersonID(rawValue: "U1")
    private let here = Conversation(channel: "C1", kind: .channel)
    private let desk = FormDesk(
        playbook: Playbook(
            accounts: [
                payments, research, Account(id: AccountID("333333333333")!, name: "old-payments"),
                Account(id: AccountID("111222333444")!),
            ], regions: .enabled), mayLook: { _, _ in true }, now: { noon })

    private func found(_ typed: String) async -> [String] {
        await desk.choices(for: "account", matching: typed, by: somebody, in: here).map(\.value)
    }

    @Test("Accounts are searched by name and id, those that begin with what was typed first")
    func accounts() async {
        #expect(await found("PAY") == ["111111111111", "333333333333"])
        #expect(await found("111") == ["111222333444", "111111111111"])
        #expect(await found("3334") == ["111222333444"])
        #expect(await found("nothing") == [])
        #expect(await found("").count == 4)
        #expect(
            await desk.choices(for: "account", matching: "payments", by: somebody, in: here).first
                == FormChoice(value: "111111111111", label: "payments (111111111111)"))
    }

    @Test("A field that is not searched offers nothing")
    func otherField() async {
        #expect(await desk.choices(for: "reason", matching: "p", by: somebody, in: here) == [])
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

    @Test("A list of issues is searched by account, and can be had for all of them again")
    func filter() async {
        let found = await desk.choices(for: IssueQuery.accountField, matching: "old", by: somebody, in: here)
        #expect(found.map(\.label) == ["All accounts", "old-payments (333333333333)"])
    }

    @Test("Regions are those that were looked at, before that those of every account; a new one can be typed in full")
    func regions() async {
        let playbook = Playbook(accounts: [payments], regions: .enabled)
        let desk = FormDesk(playbook: playbook, mayLook: { _, _ in true }, now: { noon })
        func found(_ typed: String, _ field: String = "regions") async -> [String] {
            await desk.choices(for: field, matching: typed, by: somebody, in: here).map(\.value)
        }
        #expect(await found("eu-west").contains("eu-west-3"))
        playbook.regionNames.add(Region("us-gov-west-1")!)
        #expect(await found("") == ["us-gov-west-1"])
        #expect(await found("mx-central-1") == ["mx-central-1"])
        #expect(await found("mx") == [])
        #expect(await found("", "scopes") == ["*", "us-gov-west-1"])
        let fixed = FormDesk(
            playbook: Playbook(accounts: [payments], regions: .only([ireland])), mayLook: { _, _ in true },
            now: { noon })
        #expect(await fixed.choices(for: "regions", matching: "mx-central-1", by: somebody, in: here) == [])
        #expect(await fixed.choices(for: "regions", matching: "", by: somebody, in: here).map(\.value) == ["eu-west-1"])
    }

    @Test("Ten thousand accounts are offered a hundred at a time")
    func tenThousand() async {
        let accounts = (0..<10_000).map { Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0)") }
        let desk = FormDesk(
            playbook: Playbook(accounts: accounts, regions: .enabled), mayLook: { _, _ in true }, now: { noon })
        #expect(await desk.choices(for: "accounts", matching: "", by: somebody, in: here).count == 100)
        #expect(
            await desk.choices(for: "accounts", matching: "team-9999", by: somebody, in: here).map(\.value) == [
                "100000009999"
            ])
    }

    @Test("What is wrong with a form is said field by field")
    func problems() async {
        let alert = AlertSubject(cause: .noTrail(payments.id), recipient: "alice")
        let snooze = FormPurpose.snoozeAlert(alert, conversation: here)
        let cases: [(FormPurpose, [String: String], [String: String])] = [
            (.scan(conversation: here), ["accounts": "111111111111,payments", "regions": "eu-west-1"], [:]),
            (
                .scan(conversation: here), ["accounts": "999999999999"],
                ["accounts": "No account 999999999999 is watched."]
            ),
            (
                .scan(conversation: here), ["regions": "Ireland"],
                ["regions": "Ireland is not a region; they look like eu-west-1."]
            ),
            (
                .whitelistChosen(conversation: here), [:],
                [
                    "account": "Choose an account.", "scopes": "Nothing was whitelisted: no region was chosen.",
                    "reason": "Say why this is acceptable.",
                ]
            ),
            (
                .whitelistChosen(conversation: here),
                ["account": "111111111111", "scopes": "*,eu-west-1", "reason": "x", "until": "2023-11-13"],
                ["until": "2023-11-13 24:00 UTC is over already."]
            ),
            (
                .whitelistChosen(conversation: here),
                ["account": "111111111111", "scopes": "*", "reason": "x", "until": "2023-11-14"], [:]
            ),
            (snooze, [:], ["until": "Choose a day."]),
            (
                snooze, ["until": "tomorrow"],
                ["until": "Nothing was snoozed: tomorrow is no time I understand; 30d and 2026-12-31 are."]
            ),
            (snooze, ["until": "2023-11-13"], ["until": "That day is over already."]),
            (
                snooze, ["until": "2023-12-31"],
                ["until": "A snooze lasts 30 days at most; what is to stay is whitelisted."]
            ), (snooze, ["until": "2023-11-20"], [:]),
        ]
        for (purpose, answers, expected) in cases {
            let found = await desk.problems(with: FormSubmission(purpose: purpose, answers: answers), by: somebody)
            #expect(found == expected)
        }
    }
}

@Suite("The form that opens a ticket")
struct TicketFormTests {
    private let somebody = PersonID(rawValue: "U1")
    private let conversation = Conversation(channel: "#ops", kind: .channel)

    private func house() async -> House {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        return house
    }

    private var purpose: FormPurpose { .ticket(AccountRegion(payments.id, ireland), conversation: conversation) }

    @Test("It says what is done where nothing is filled in")
    func defaults() async {
        let form = purpose.form(House().playbook)
        #expect(form.fields.map(\.id) == ["project", "assignee", "text"])
        #expect(form.fields[0].hint == "Nothing: SEC." && !form.fields[0].isRequired)
        #expect(form.fields[1].hint.hasSuffix("Nothing: nobody."))
        var playbook = House().playbook
        let alert = FormPurpose.ticketAlert(
            AlertSubject(cause: .noTrail(payments.id), recipient: "alice"), conversation: conversation)
        let one = alert.form(
            playbook, about: [AccountRegion(payments.id, ireland), AccountRegion(payments.id, virginia)])
        #expect(one.fields.map(\.hint).prefix(2) == form.fields.map(\.hint).prefix(2))
        let several = alert.form(
            playbook, about: [AccountRegion(payments.id, ireland), AccountRegion(research.id, ireland)])
        #expect(several.fields[0].hint == "Nothing: as ticket_owners.json says.")
        playbook.owners = TicketOwners()
        #expect(purpose.form(playbook).fields[0].isRequired)
    }

    @Test("Projects are those of ticket_owners.json, and what is typed")
    func projects() async {
        var playbook = House().playbook
        playbook.owners.accounts[research.id] = .init(jiraProject: "LAB")
        playbook.owners.businessUnits["shop"] = .init(level: .init(jiraProject: "SHOP"))
        let desk = FormDesk(playbook: playbook, mayLook: { _, _ in true }, now: { noon })
        func found(_ typed: String) async -> [String] {
            await desk.choices(for: "project", matching: typed, by: somebody, in: conversation).map(\.value)
        }
        #expect(await found("") == ["LAB", "SEC", "SHOP"])
        #expect(await found("s") == ["SEC", "SHOP", "S"])
        #expect(await found("ops") == ["OPS"])
        #expect(await found("no key") == [])
        let wrong = FormSubmission(purpose: purpose, answers: ["project": "1X"])
        #expect(
            await desk.problems(with: wrong, by: somebody) == [
                "project": "No ticket was opened: 1X is no key of a project; they look like SEC."
            ])
        #expect(await desk.problems(with: FormSubmission(purpose: purpose, answers: [:]), by: somebody) == [:])
    }

    @Test("What is wished for is in the ticket, and outlives an attempt that failed")
    func wishes() async throws {
        let scene = TicketHouse()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan all")
        let submission = FormSubmission(
            purpose: purpose,
            answers: ["project": " ops ", "assignee": "ann@example.com", "text": "Mend it\nby Friday."])
        guard case .ticket(_, let wishes, _) = try submission.command() else {
            return #expect(Bool(false), "no ticket")
        }
        #expect(wishes == TicketWishes(project: "OPS", assignee: "ann@example.com", text: "Mend it\nby Friday."))
        await scene.tracker.fail(TicketingError(.unavailable, "killed"))
        _ = try? await scene.desk.ticket(for: [TicketHouse.place], askedBy: "dana", wishes: wishes)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        let drafts = await scene.tracker.drafts
        #expect(
            drafts.map(\.project) == ["OPS", "OPS"] && drafts.map(\.assignee) == ["ann@example.com", "ann@example.com"])
        #expect(drafts[1].description.first == .paragraph("Mend it\nby Friday."))
    }

    @Test("Who may not open tickets is not asked how")
    func permission() async throws {
        let house = House(roles: RoleAssignments([.viewer: ["*"]]))
        let button = ChatRequest.Input.button(
            .ticket(AccountRegion(payments.id, ireland)), on: MessageReference(channel: "#ops", id: "7.7"), trigger: "T"
        )
        #expect(await house.take(button).first?.contains("operator") == true)
        #expect(await house.messenger.forms.isEmpty)
    }
}
