import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Recipients that cannot be told")
struct DetourTests {
    let watch = Wristwatch()
    let gone = MessengerError(.unreachable, "The channel is archived.")

    private let accounts = (0..<60).map { Account(id: AccountID(String(300_000_000_000 + $0))!, name: "team-\($0)") }

    private func house() -> House { House(watched: WatchedAccounts(accounts), now: watch.now) }

    /// So many troubles, each a cause of its own, all of which are for #security.
    private func breakdown(_ accounts: some Sequence<Account>, in house: House) async throws {
        for account in accounts {
            _ = try await house.book.file(
                Verdict(place: AccountRegion(account.id, ireland), findings: [.disabled(.noTrails(lastRecorded: nil))]))
        }
        _ = await house.courier.deliverDue()
    }

    private func said(_ house: House, in channel: String) async -> [String] {
        await house.messenger.sent.filter { $0.way == .post && $0.conversation?.channel == channel }
            .map { String($0.message.summary.prefix(27)) }
    }

    @Test("The operators are told once why they get what is for somebody else, and again only when it breaks anew")
    func once() async throws {
        let house = house()
        await house.messenger.fail("#security", with: gone)
        try await breakdown(accounts[0..<1], in: house)
        try await breakdown(accounts[1..<3], in: house)
        #expect(
            await said(house, in: "#operators") == [
                "I cannot tell #security: Th", "CloudTrail disabled: team-0", "CloudTrail disabled: team-1",
                "CloudTrail disabled: team-2",
            ])
        await house.messenger.fail("#security", with: nil)
        try await breakdown(accounts[3..<4], in: house)
        #expect(await said(house, in: "#security") == ["CloudTrail disabled: team-3"])
        await house.messenger.fail("#security", with: gone)
        watch.advance(by: 60)
        try await breakdown(accounts[4..<5], in: house)
        #expect(
            await said(house, in: "#operators").suffix(2) == [
                "I cannot tell #security: Th", "CloudTrail disabled: team-4",
            ])
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("The operators' channel is not flooded by what is for somebody else")
    func flood() async throws {
        let house = house()
        await house.messenger.fail("#security", with: gone)
        try await breakdown(accounts, in: house)
        let said = await said(house, in: "#operators")
        #expect(said.count == 22)
        #expect(said.last == "CloudTrail: 40 more causes,")
        #expect(
            await house.messenger.sent.last { $0.way == .post }?.message.summary.contains("(for #security)") == true)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("A channel that is archived in the middle of a flood loses nothing of it")
    func midway() async throws {
        let house = house()
        try await breakdown(accounts[0..<30], in: house)
        #expect(await said(house, in: "#security").count == 21)
        await house.messenger.fail("#security", with: gone)
        try await breakdown(accounts[30..<60], in: house)
        #expect(await said(house, in: "#operators").count == 22, "the reason, twenty, and the rest as one")
        #expect(try await house.store.noticeCounts() == NoticeCounts())
        for account in accounts { #expect(try await house.issue(account)?.timestamps.reported != nil) }
    }

    @Test("The operators are told why they get somebody's news where it comes as one with others, too")
    func crowded() async throws {
        let house = House(
            watched: WatchedAccounts(accounts),
            owners: TicketOwners(
                global: .init(slackOwners: ["#operators"]), accounts: [accounts[59].id: .init(slackOwners: ["#team"])]),
            now: watch.now)
        try await breakdown(accounts[0..<30], in: house)
        await house.messenger.fail("#team", with: gone)
        try await breakdown(accounts[59..<60], in: house)
        #expect(await said(house, in: "#operators").count { $0.hasPrefix("I cannot tell #team") } == 1)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("Where nobody is told instead any more, a recipient is tried itself")
    func withoutOperators() async throws {
        let before = house()
        await before.messenger.fail("#security", with: gone)
        try await breakdown(accounts[0..<1], in: before)
        #expect(try await before.store.mailbox(of: "#security")?.trouble != nil)
        var playbook = before.playbook
        playbook.operatorsChannel = nil
        await before.messenger.fail("#security", with: nil)
        let courier = NoticeCourier(
            store: before.store, messenger: before.messenger, book: before.book, playbook: playbook, now: watch.now,
            log: before.log)
        _ = try await before.book.file(
            Verdict(place: AccountRegion(accounts[1].id, ireland), findings: [.disabled(.noTrails(lastRecorded: nil))]))
        _ = await courier.deliverDue()
        #expect(await said(before, in: "#security") == ["CloudTrail disabled: team-1"])
        #expect(try await before.store.mailbox(of: "#security")?.trouble == nil)
    }

    @Test("While the operators cannot be told either, all waits, and nothing is told twice afterwards")
    func both() async throws {
        let house = house()
        await house.messenger.fail("#security", with: gone)
        await house.messenger.fail("#operators", with: MessengerError(.unavailable, "away"))
        try await breakdown(accounts[0..<2], in: house)
        #expect(try await house.store.noticeCounts() == NoticeCounts(pending: 2))
        await house.messenger.fail("#operators", with: nil)
        watch.advance(by: 60)
        _ = await house.courier.deliverDue()
        #expect(
            await said(house, in: "#operators") == [
                "I cannot tell #security: Th", "CloudTrail disabled: team-0", "CloudTrail disabled: team-1",
            ])
    }
}
