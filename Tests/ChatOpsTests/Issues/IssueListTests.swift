import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("The list of issues")
struct IssueListTests {
    private let list = MessageReference(channel: "#ops", id: "9.9")

    /// Accounts without a trail, each in one region, the first of them in two.
    private func house(_ count: Int) async throws -> House {
        let accounts = (0..<count).map { Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0)") }
        let house = House(watched: WatchedAccounts(accounts))
        for account in accounts {
            for region in account == accounts[0] ? [ireland, virginia] : [ireland] {
                let issue = Issue(
                    place: AccountRegion(account.id, region), state: .open,
                    findings: [.disabled(.noTrails(lastRecorded: nil))], causes: [.noTrail(account.id)], trails: [],
                    history: IssueHistory([.init(at: noon, what: .opened)]))
                _ = try await house.store.commit(issue, notices: [])
            }
        }
        return house
    }

    private func shown(_ house: House) async throws -> Message {
        try #require(await house.messenger.sent.last?.message)
    }

    @Test("A page has ten rows in a table, and a button for each that leads on")
    func page() async throws {
        let house = try await house(12)
        #expect(await house.say("issues").first?.hasPrefix("13 issues, 12 causes; page 1 of 2:") == true)
        let message = try await shown(house)
        let table = try #require(message.table)
        #expect(
            table.columns
                == ["No.", "Severity", "Account", "Regions", "What is wrong", "Status", "First seen", "Ticket"])
        #expect(
            table.rows[0] == [
                "1", "critical", "team-0 (100000000000)", "eu-west-1, us-east-1", "disabled: there is no trail", "open",
                "2023-11-14 22:13 UTC", "",
            ])
        #expect(table.rows.count == 10)
        #expect(
            message.buttons.map(\.label).filter { $0.contains(":") }.prefix(2) == [
                "1: team-0 (100000000000), 2 regions", "2: team-1 (100000000001) eu-west-1",
            ])
        #expect(message.buttons.last == Button("Next page", .issues(IssueQuery(page: 1))))
    }

    @Test("Pages turn in place")
    func turning() async throws {
        let house = try await house(12)
        _ = await house.say("issues")
        let next = try #require(try await shown(house).buttons.last)
        let answer = await house.take(.button(next.action, on: list, trigger: "T"))
        #expect(answer.first?.hasPrefix("13 issues, 12 causes; page 2 of 2:") == true)
        let sent = try #require(await house.messenger.sent.last)
        #expect((sent.way, sent.reference) == (.update, list))
        #expect(sent.message.table?.rows.map { $0[0] } == ["11", "12"])
        #expect(sent.message.buttons.last == Button("Previous page", .issues(IssueQuery(page: 0))))
    }

    @Test(
        "A row with several places leads to them, in place, and back; one with a single place opens the issue in the thread"
    )
    func rows() async throws {
        let house = try await house(2)
        _ = await house.say("issues")
        let rows = try await shown(house).buttons
        _ = await house.take(.button(rows[0].action, on: list, trigger: "T"))
        let cause = try #require(await house.messenger.sent.last)
        #expect(cause.way == .update)
        #expect(cause.message.table?.rows.map { $0[3] } == ["eu-west-1", "us-east-1"])
        #expect(cause.message.buttons.last == Button("All causes", .issues(IssueQuery())))
        _ = await house.take(.button(rows[1].action, on: list, trigger: "T"))
        let issue = try #require(await house.messenger.sent.last)
        #expect((issue.way, issue.conversation?.thread) == (.post, "9.9"))
        #expect(issue.message.summary.hasPrefix("team-1 (100000000001), eu-west-1"))
    }

    @Test("A choice from a menu filters the list in place, from its first page")
    func filters() async throws {
        let house = try await house(12)
        let query = ButtonAction.issues(IssueQuery(page: 1))
        let one = try #require(query.choosing("100000000003", for: IssueQuery.accountField))
        #expect(one == .issues(IssueQuery(accounts: [AccountID("100000000003")!])))
        let answer = await house.take(.button(one, on: list, trigger: "T"))
        #expect(answer.first?.hasPrefix("1 issue in team-3 (100000000003):") == true)
        let closed = try #require(one.choosing("closed", for: IssueQuery.statusField))
        #expect(
            await house.take(.button(closed, on: list, trigger: "T")).first?.hasPrefix("No closed issues are stored")
                == true)
        #expect(
            closed.choosing("*", for: IssueQuery.statusField)?.choosing("*", for: IssueQuery.accountField)
                == .issues(IssueQuery()))
        guard case .menus(let menus, let action)? = try await shown(house).blocks.first(where: \.isMenus) else {
            return #expect(Bool(false), "no menus")
        }
        #expect(action == closed)
        #expect(menus.map(\.selected?.label) == ["closed", "team-3 (100000000003)"])
    }

    @Test("A page that is not there any more is the last that is")
    func beyond() async throws {
        let house = try await house(12)
        let answer = await house.take(.button(.issues(IssueQuery(page: 40)), on: list, trigger: "T"))
        #expect(answer.first?.contains("page 2 of 2") == true)
    }

    @Test(
        "Somebody's own list is theirs, however many accounts it is, whoever turns its pages",
        arguments: [16, 132, 5000])
    func own(count: Int) async throws {
        let accounts = (0..<count).map { Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0)") }
        let owners = TicketOwners(
            accounts: Dictionary(
                uniqueKeysWithValues: accounts.map { account in
                    (account.id, TicketOwners.Level(slackOwners: ["dana"]))
                }))
        let house = House(watched: WatchedAccounts(accounts + [payments]), owners: owners)
        await house.messenger.add(Person(id: PersonID(rawValue: "UD"), names: ["dana"]))
        for account in accounts.prefix(30) + [payments] {
            let place = AccountRegion(account.id, ireland)
            _ = try await house.book.file(Verdict(place: place, findings: [.disabled(.noTrails(lastRecorded: nil))]))
        }
        _ = await house.take(.homeOpened, as: "UD")
        let home = try #require(await house.messenger.homes.last?.message)
        let all = try #require(home.buttons.first { $0.label == "All of yours" })
        let mine = min(30, count)
        #expect(
            await house.take(.button(all.action, on: nil, trigger: "T"), as: "UD").first?
                .hasPrefix("\(mine) issues for dana; page 1 of \((mine + 9) / 10):") == true)
        let next = try #require(try await shown(house).buttons.last)
        #expect(next.label == "Next page")
        #expect(
            await house.take(.button(next.action, on: list, trigger: "T"), as: "UE").first?
                .hasPrefix("\(mine) issues for dana; page 2 of") == true)
        guard case .menus(let menus, let base)? = try await shown(house).blocks.first(where: \.isMenus) else {
            return #expect(Bool(false), "no menus")
        }
        #expect(menus[1].selected?.label == "Own accounts and assigned issues")
        let open = try #require(base.choosing("open", for: IssueQuery.statusField))
        #expect(
            await house.take(.button(open, on: list, trigger: "T")).first?
                .hasPrefix("\(mine) open issues for dana; page 1") == true)
        let everybody = try #require(open.choosing("*", for: IssueQuery.accountField))
        #expect(everybody == .issues(IssueQuery(statuses: [.open])))
        #expect(everybody.choosing("@UD", for: IssueQuery.accountField) == open)
    }

    @Test("A list of very many accounts by name shows what it can, and says why its pages do not turn")
    func tooMany() async throws {
        let house = try await house(120)
        let words = (0..<120).map { "account team-\($0)" }.joined(separator: " ")
        let answer = await house.say("issues \(words)")
        #expect(answer.first?.contains("Name no more than 100 accounts to turn pages.") == true)
        let message = try await shown(house)
        #expect(message.buttons.count == 10 && !message.blocks.contains(where: \.isMenus))
    }

    @Test("A list of a cause that is mended meanwhile is empty, and leads back")
    func causeGone() async throws {
        let house = try await house(2)
        let gone = IssueQuery(cause: .noTrail(research.id))
        let answer = await house.take(.button(.issues(gone), on: list, trigger: "T"))
        #expect(answer.first?.hasPrefix("No issues are stored.") == true)
        #expect(try await shown(house).buttons.map(\.label) == ["Refresh", "All causes"])
    }

    @Test("What travels in the message is short, and comes back the same")
    func coding() throws {
        let queries = [
            IssueQuery(), IssueQuery(accounts: [payments.id], statuses: [.open, .snoozed], page: 12),
            IssueQuery(cause: .trail(arn: String(repeating: "x", count: 300), .stopped)),
            IssueQuery(owner: PersonID(rawValue: "U0123456789"), statuses: [.open, .snoozed], page: 12),
        ]
        for query in queries {
            let text = try JSONEncoder().encode(ButtonAction.issues(query))
            #expect(text.count <= 255)
            #expect(try JSONDecoder().decode(ButtonAction.self, from: text) == .issues(query))
        }
        // As messages have it that stand in Slack already.
        let old = #"{"issues":{"_0":{"c":"no_trail/111111111111","p":2}}}"#
        #expect(
            try JSONDecoder().decode(ButtonAction.self, from: Data(old.utf8))
                == .issues(IssueQuery(cause: .noTrail(payments.id), page: 2)))
    }
}

@Suite("One issue")
struct IssueViewTests {
    @Test("It says what is wrong, since when, what would mend it, and leads to the console and to what can be done")
    func whole() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let text = try #require(await house.say("issue payments eu-west-1").first)
        for part in [
            "Status: open", "First seen: 2023-11-14 22:13 UTC", "disabled: logging is stopped since",
            "aws cloudtrail start-logging --name", "first seen", "The trails of eu-west-1 in the AWS console",
        ] { #expect(text.contains(part), "\(part)") }
        let message = try #require(await house.messenger.sent.last?.message)
        #expect(
            message.buttons.map(\.label) == [
                "Scan again", "I'm on it", "Whitelist…", "Open ticket…", "What is this?",
            ])
    }

    @Test("Its buttons act on it, and are answered in its thread")
    func buttons() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let place = AccountRegion(payments.id, ireland)
        let shown = MessageReference(channel: "#ops", id: "7.7")
        for (act, status) in [
            (AlertAct.acknowledge, CloudTrailCore.Issue.Status.acknowledged), (.release, .open), (.snooze, .snoozed),
        ] {
            _ = await house.take(.button(.place(place, act), on: shown, trigger: "T"))
            #expect(try await house.issue()?.status == status)
            #expect(await house.messenger.sent.last?.conversation?.thread == "7.7")
        }
        _ = await house.take(.button(.place(place, .whitelist), on: shown, trigger: "T"))
        #expect(await house.messenger.forms.first?.title == "Whitelist")
        _ = await house.take(.button(.place(place, .ticket), on: shown, trigger: "T"))
        #expect(await house.messenger.forms.last?.title == "JIRA ticket")
        #expect(await house.take(.button(.place(place, .scan), on: shown, trigger: "T")).count == 2)
    }

    @Test("The console is that of the region's partition")
    func console() {
        let expected = [
            "eu-west-1": "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/trails",
            "cn-north-1": "https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/trails",
            "us-gov-west-1":
                "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/trails",
        ]
        for (region, url) in expected { #expect(AccountRegion(payments.id, Region(region)!).consoleURL == url) }
    }
}

extension Message.Block {
    fileprivate var isMenus: Bool { if case .menus = self { true } else { false } }
}
