import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Looking at what a message names")
struct LookTests {
    private static let accounts = [
        payments, research, Account(id: AccountID("333333333333")!, name: "web"),
        Account(id: AccountID("444444444444")!, name: "eu"), Account(id: AccountID("555555555555")!),
        Account(id: AccountID("666666666666")!, name: "Data Platform"),
    ]

    @Test(
        "Accounts are found by id and by whole name, regions by their form",
        arguments: [
            ("CloudTrail disabled: payments (111111111111), eu-west-1", ["111111111111"], ["eu-west-1"]),
            ("arn:aws:cloudtrail:us-east-1:555555555555:trail/x", ["555555555555"], ["us-east-1"]),
            ("PAYMENTS is down", ["111111111111"], []), ("repayments, webs and 999999999999", [], []),
            ("is the data platform fine? and web?", ["333333333333", "666666666666"], []),
            ("research & <labs>", ["222222222222"], []), ("eu", [], []), ("", [], []),
        ])
    func mentions(text: String, accounts: [String], regions: [String]) {
        let playbook = Playbook(accounts: Self.accounts, regions: .enabled)
        let found = MessageMentions(in: text, playbook)
        #expect(found.accounts.map(\.id.rawValue) == accounts)
        #expect(found.regions.map(\.rawValue) == regions)
    }

    @Test("What is known of them, and what can be done, is shown to the asker alone")
    func look() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        house.set(payments, virginia, .known([.stopped]))
        _ = await house.say("scan all")
        let said = await house.take(.shortcut(text: "payments us-east-1 is off, research & <labs> too?"))
        #expect(said.first?.hasPrefix("payments (111111111111): 2 issues: disabled: logging is stopped") == true)
        #expect(said.first?.contains("research & <labs> (222222222222): no issue is stored.") == true)
        let message = try #require(await house.messenger.sent.last)
        #expect(message.way == .whisper)
        #expect(
            message.message.buttons.map(\.label) == [
                "payments (111111111111) us-east-1", "Issues of payments (111111111111)",
                "Scan payments (111111111111)",
                "Scan research & <labs> (222222222222)",
            ])
        let scan = await house.take(.button(message.message.buttons[2].action, on: nil, trigger: "T"))
        #expect(scan.last?.hasPrefix("Scan of payments (111111111111) finished.") == true)
        #expect(await house.store.audit.map(\.way).contains(.shortcut))
    }

    @Test("A message that names no account is answered with what can be done instead")
    func nothing() async throws {
        let house = House()
        let said = await house.take(.shortcut(text: "good morning"))
        #expect(said == ["That message names no account that is watched, by its id or its whole name."])
        #expect(await house.messenger.sent.last?.message.buttons.map(\.label) == ["Scan…", "Issues"])
    }

    @Test("Ten thousand accounts are looked through")
    func many() {
        let accounts = (0..<10_000).map {
            Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team \($0) prod")
        }
        let playbook = Playbook(accounts: accounts, regions: .enabled)
        let found = MessageMentions(in: String(repeating: "team nothing ", count: 300) + "team 77 prod", playbook)
        #expect(found.accounts.map(\.name) == ["team 77 prod"])
    }
}

@Suite("Help")
struct HelpTests {
    @Test("help <command> tells what it does, which role it needs, and an example")
    func about() async {
        let house = House()
        let help = await house.say("help snooze").first ?? ""
        #expect(help.hasPrefix("snooze <account> <regions or *> for <4h|7d>, or until <2026-12-31>"))
        for part in [
            "What it does: keep it quiet for a while", "Role: operator",
            "For example: snooze payments-prod eu-west-1 for 4h",
        ] { #expect(help.contains(part), "\(part)") }
        let assign = await house.say("help assign").first ?? ""
        for part in ["Role: operator", "For example: assign payments-prod eu-west-1 to @dana"] {
            #expect(assign.contains(part), "\(part)")
        }
        #expect(await house.say("help whitelist remove").first?.hasPrefix("whitelist remove") == true)
        #expect(await house.say("help whitelist").first?.contains("whitelist list") == true)
    }

    @Test("It says what the bot is, and lists every command once, by what it is for")
    func whole() async throws {
        let house = House()
        let text = try #require(await house.say("help").first)
        #expect(text.hasPrefix("Commands: I look after CloudTrail in 2 AWS accounts."))
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("•") }
        #expect(lines.count == Usage.allCases.count)
        for usage in Usage.allCases {
            #expect(lines.count { $0 == "• \(usage.rawValue) – \(usage.meaning)" } == 1, "\(usage)")
        }
        for topic in Usage.Topic.allCases { #expect(text.contains("\n\(topic.rawValue)\n"), "\(topic)") }
        #expect(await house.messenger.sent.last?.message.buttons.map(\.label) == ["Scan…", "Issues"])
    }

    @Test("A topic that is no command is answered with the nearest")
    func unknown() async {
        let house = House()
        #expect(
            await house.say("help snoze") == [
                "There is no command snoze. Did you mean snooze? This would work: help snooze"
            ])
    }

    @Test("Every usage has a first word that help knows, and a role; every example is understood")
    func examples() throws {
        for usage in Usage.allCases {
            #expect(Usage.firstWords.contains(usage.firstWord), "\(usage.rawValue)")
            #expect(usage.role != nil, "\(usage.rawValue)")
            if let example = usage.example { #expect(throws: Never.self) { try CommandParser().parse(example) } }
        }
    }
}

@Suite("Answers to Hammer's questions")
struct HammerAnswerTests {
    @Test(
        "Regions are regions; everything else Hammer asks for changes nothing; what is none is a command",
        arguments: [
            ("eu-west-1,us-east-1", HammerAnswer.regions([ireland, virginia])), ("eu-west-1", .regions([ireland])),
            ("all", .nothingNew), ("cloudtrails", .nothingNew), ("s3_bucket_acl, cloudtrails", .nothingNew),
            ("{}", .nothingNew), (#"{"bu": ["x"]}"#, .nothingNew), ("scan all", nil), ("issues", nil), ("", nil),
        ])
    func meaning(text: String, answer: HammerAnswer?) {
        #expect(HammerAnswer(text) == answer)
    }

    @Test("In the thread of a scan that was asked for, regions scan these, and the rest is answered in words")
    func thread() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        func say(_ text: String, said: String, thread: String? = nil) async -> [String] {
            let before = await house.messenger.sent.count
            await house.desk.handle(
                ChatRequest(
                    id: UUID().uuidString, person: PersonID(rawValue: "U1"),
                    conversation: Conversation(channel: "D1", kind: .direct, thread: thread), input: .text(text),
                    said: said))
            return await Array(house.messenger.summaries.dropFirst(before))
        }
        _ = await say("scan account 111111111111", said: "1.1")
        let again = await say("eu-west-1", said: "1.2", thread: "1.1")
        #expect(again.last?.contains("1 of 1 region checked") == true)
        #expect(await say("all", said: "1.3", thread: "1.1").first?.hasPrefix("I ask nothing before a scan") == true)
        #expect(await say("ping", said: "1.4", thread: "1.1") == ["pong"])
        #expect(await say("eu-west-1", said: "1.5", thread: "9.9").first?.hasPrefix("Unknown command") == true)
    }
}
