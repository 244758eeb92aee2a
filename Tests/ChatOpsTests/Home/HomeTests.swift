import CloudTrailCore
import FoundationEssentials
import Scheduling
import Synchronization
import Testing

@testable import ChatOps

@Suite("The app's home")
struct HomeTests {
    private let alice = Person(id: PersonID(rawValue: "UA"), names: ["alice"])

    private func house(roles: RoleAssignments? = House.everything) async -> House {
        let house = House(roles: roles)
        await house.messenger.add(alice)
        house.set(payments, ireland, .known([.stopped]))
        house.set(research, virginia, .known([]))
        _ = await house.say("scan all")
        return house
    }

    private func open(_ house: House, as person: String = "UA") async -> Message? {
        _ = await house.take(.homeOpened, as: person)
        return await house.messenger.homes.last { $0.person.rawValue == person }?.message
    }

    @Test("It tells how things stand, what is one's own, and what changed; nothing is said in chat")
    func whole() async throws {
        let house = await house()
        let before = await house.messenger.sent.count
        let home = try #require(await open(house))
        #expect(await house.messenger.sent.count == before)
        for part in [
            "Regions: 2 healthy, 2 in trouble, 0 unknown", "Last scan: 2023-11-14 22:13 UTC, of 2 accounts",
            "Issues: 2 open", "Yours", "1: payments (111111111111) eu-west-1: disabled: logging is stopped since",
            "Recent changes", "research & <labs> (222222222222) us-east-1: first seen",
        ] { #expect(home.summary.contains(part), "\(part)") }
        #expect(!home.summary.contains("No problems"))
        #expect(
            home.buttons.map(\.label) == [
                "Scan…", "Issues", "Whitelist", "Help", "1: payments (111111111111) eu-west-1",
            ])
        let bob = try #require(await open(house, as: "UB"))
        #expect(bob.summary.contains("You are named as the owner of no account"))
    }

    @Test("It claims health only when everything was looked at, and says what is not known")
    func doubts() async throws {
        let fresh = House()
        await fresh.messenger.add(alice)
        #expect(await open(fresh)?.summary.contains("No complete scan has run yet, so nothing is known.") == true)
        _ = await fresh.say("scan all")
        #expect(await open(fresh)?.summary.contains("No problems: everything that is watched was looked at") == true)
        fresh.source.locked.withLock { _ = $0.insert(research.id) }
        _ = await fresh.say("scan all")
        let home = try #require(await open(fresh)?.summary)
        #expect(home.contains("Not all could be checked of research & <labs> (222222222222)."))
        #expect(home.contains("1 account could not be entered"))
        #expect(!home.contains("No problems"))
    }

    @Test("Old scans, and accounts that none has seen, are doubts")
    func stale() {
        let summary = ScanSummary(
            startedAt: noon, finishedAt: noon, accounts: 1, regions: 2, checkedRegions: 2, unreachableAccounts: 0,
            brokenRegions: 0, scannedAccounts: [payments.id])
        let posture = Posture(lastScan: summary, issues: [])
        let hourly = Playbook(accounts: [payments], regions: .enabled, scanSchedule: .every(.seconds(3600)))
        #expect(posture.doubts(hourly, at: noon.addingTimeInterval(3 * 3600)) == [])
        #expect(
            posture.doubts(hourly, at: noon.addingTimeInterval(3 * 3601)) == [
                "The last scan ended 2023-11-14 22:13 UTC, which is long ago."
            ])
        let old = ScanSummary(
            startedAt: noon, finishedAt: noon, accounts: 1, regions: 2, checkedRegions: 2, unreachableAccounts: 0,
            brokenRegions: 0)
        #expect(
            Posture(lastScan: old, issues: []).doubts(hourly, at: noon)
                == ["Not looked at yet: payments (111111111111)."], "an old summary names no accounts")
        let both = Playbook(accounts: [payments, research], regions: .enabled, scanSchedule: .every(.seconds(3600)))
        #expect(posture.doubts(both, at: noon) == ["Not looked at yet: research & <labs> (222222222222)."])
        let doubted = Posture(lastScan: summary, issues: [], accountDoubt: "nobody answers")
        #expect(doubted.doubts(hourly, at: noon) == ["Accounts may be missing: nobody answers."])
    }

    @Test("Whoever may not look is told why, there")
    func refused() async throws {
        let house = await house(roles: nil)
        await house.messenger.add(Person(id: PersonID(rawValue: "UG"), names: ["gus"], membership: .guest))
        let before = await house.messenger.sent.count
        #expect(await open(house, as: "UG")?.summary.hasPrefix("Only full members of this workspace") == true)
        #expect(await house.messenger.sent.count == before)
    }

    @Test("It is brought up to date when something changed, for those who opened it lately, and only then")
    func refresh() async throws {
        let clock = Wristwatch()
        let house = House(now: clock.now)
        await house.messenger.add(alice)
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await open(house)
        await house.home.refresh()
        #expect(await house.messenger.homes.count == 1)
        _ = await house.say("acknowledge payments *")
        await house.home.refresh()
        #expect(await house.messenger.homes.last?.message.summary.contains("Issues: 1 acknowledged") == true)
        #expect(await house.messenger.homes.count == 2)
        clock.advance(by: HomeDesk.life + 1)
        _ = await house.say("reopen payments *")
        await house.home.refresh()
        #expect(await house.messenger.homes.count == 2)
    }

    @Test("One home that cannot be shown keeps no other from being brought up to date")
    func oneFails() async throws {
        let house = await house()
        for person in ["UA", "UB", "UC"] { _ = await open(house, as: person) }
        await house.messenger.fail("home of UB", with: MessengerError(.unavailable, "Slack is away."))
        _ = await house.say("acknowledge payments *")
        await house.home.refresh()
        let shown = await house.messenger.homes.filter { $0.message.summary.contains("1 acknowledged") }
        #expect(Set(shown.map(\.person.rawValue)) == ["UA", "UC"])
        await house.messenger.fail("home of UB", with: nil)
        await house.home.refresh()
        #expect(await house.messenger.homes.last?.person.rawValue == "UB")
        await house.messenger.fail("home of UB", with: MessengerError(.unreachable, "The account is gone."))
        _ = await house.say("reopen payments *")
        await house.home.refresh()
        await house.messenger.fail("home of UB", with: nil)
        let before = await house.messenger.homes.count
        _ = await house.say("acknowledge payments *")
        await house.home.refresh()
        #expect(await house.messenger.homes.dropFirst(before).map(\.person.rawValue).sorted() == ["UA", "UC"])
    }

    @Test("Whoever may not look any more is shown so with the next change, and no news after it")
    func roleTakenAway() async throws {
        let house = await house(roles: RoleAssignments([.viewer: ["@team"], .approver: ["U1"]]))
        await house.messenger.add(group: "@team", [alice.id])
        #expect(await open(house)?.summary.contains("2 in trouble") == true)
        await house.messenger.add(group: "@team", [])
        await house.home.refresh()
        #expect(
            await house.messenger.homes.last?.message.summary.hasPrefix(
                "This page needs the role viewer, which you do not have.") == true)
        let before = await house.messenger.homes.count
        _ = await house.say("acknowledge payments *")
        await house.home.refresh()
        #expect(await house.messenger.homes.count == before)
    }

    @Test("What was on its way when somebody was refused is not the last that they see")
    func refusedMeanwhile() async throws {
        let house = await house(roles: RoleAssignments([.viewer: ["@team"], .approver: ["U1"]]))
        await house.messenger.add(group: "@team", [alice.id])
        _ = await open(house)
        _ = await house.say("acknowledge payments *")
        await house.messenger.hold()
        async let refreshing: Void = house.home.refresh()
        await house.messenger.somethingHeld()
        await house.messenger.add(group: "@team", [])
        async let opening = house.take(.homeOpened, as: "UA")
        await house.messenger.release()
        _ = await (refreshing, opening)
        #expect(await house.messenger.homes.last?.message.summary.contains("role viewer") == true)
    }

    @Test(
        "While very much changes the store is read through once a minute at most, and a single change is seen at once")
    func reading() async throws {
        let clock = Wristwatch()
        let accounts = (0..<200).map { Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0)") }
        let house = House(watched: WatchedAccounts(accounts + [payments]), now: clock.now)
        _ = await open(house)
        let before = await house.store.searches
        for account in accounts {
            let place = AccountRegion(account.id, ireland)
            _ = try await house.book.file(Verdict(place: place, findings: [.disabled(.noTrails(lastRecorded: nil))]))
        }
        for _ in 1...10 {
            clock.advance(by: 5)
            await house.home.refresh()
        }
        #expect(await house.store.searches == before)
        clock.advance(by: 10)
        await house.home.refresh()
        #expect(await house.store.searches == before + 1)
        #expect(await house.messenger.homes.last?.message.summary.contains("Issues: 200 open") == true)
        _ = try await house.book.apply(.acknowledged(by: "dana"), at: AccountRegion(accounts[0].id, ireland))
        await house.home.refresh()
        #expect(await house.store.searches == before + 1)
        #expect(await house.messenger.homes.last?.message.summary.contains("Issues: 199 open, 1 acknowledged") == true)
    }

    @Test("What is somebody's are also the issues they were assigned")
    func assigned() async throws {
        let house = await house()
        await house.messenger.add(Person(id: PersonID(rawValue: "UB"), names: ["bob"]))
        _ = await house.say("assign research us-east-1 to bob")
        let home = try #require(await open(house, as: "UB"))
        #expect(home.buttons.last?.label == "1: research & <labs> (222222222222) us-east-1")
        #expect(try #require(await open(house, as: "UC")).summary.contains("no issue is assigned to you"))
    }

    @Test("Not more homes are kept up to date than the chat takes")
    func bounded() async throws {
        let house = await house()
        for number in 0...HomeDesk.most { _ = await open(house, as: "U\(number)") }
        let opened = await house.messenger.homes.count
        _ = await house.say("acknowledge payments *")
        await house.home.refresh()
        #expect(await house.messenger.homes.count == opened + HomeDesk.most)
    }

    @Test("Where the chat has no home, that is only logged; the person is not bothered with what they did not ask")
    func notEnabled() async {
        let house = await house()
        await house.messenger.fail("home", with: MessengerError(.unreachable, "The app has no Home."))
        let before = await house.messenger.sent.count
        #expect(await open(house) == nil)
        #expect(await house.messenger.sent.count == before)
    }

    @Test("Where the chat does not say who opened it, that is only logged: nothing is said, nothing written down")
    func unreadable() async {
        let house = await house()
        await house.messenger.fail("who UA is", with: MessengerError(.unavailable, "Slack did not answer."))
        let (said, audited) = (await house.messenger.sent.count, await house.store.audit.count)
        #expect(await open(house) == nil)
        #expect(await house.messenger.sent.count == said)
        #expect(await house.store.audit.count == audited)
        let typed = await house.say("ping", as: "UA")
        #expect(typed.first?.hasPrefix("Sorry, that did not work: Slack did not answer.") == true, "\(typed)")
    }

    @Test("Its buttons work, and are answered directly: a typed command, a form, the list, an issue")
    func buttons() async throws {
        let house = await house()
        let home = try #require(await open(house))
        for button in home.buttons { _ = await house.take(.button(button.action, on: nil, trigger: "T"), as: "UA") }
        #expect(await house.messenger.forms.map(\.title) == ["Scan"])
        let said = await house.messenger.sent.suffix(4)
        #expect(said.map { $0.conversation?.thread } == [nil, nil, nil, nil])
        for (message, start) in zip(
            said, ["2 issues", "The whitelist", "Commands", "payments (111111111111), eu-west-1"])
        {
            #expect(message.message.summary.hasPrefix(start), "\(message.message.summary)")
        }
    }
}
