import CloudTrailCore
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import ChatOps

@Suite("Tickets that nobody has to ask for")
struct AutomaticTicketTests {
    private static func scene() -> TicketHouse { TicketHouse(opening: .automatic) }

    /// Looks, and tells what is new.
    private static func scan(_ house: House) async {
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
    }

    @Test("One ticket is opened for a cause and all of its regions, once nothing more came for a minute")
    func oneForACause() async throws {
        let scene = Self.scene()
        for region in [ireland, virginia] { scene.house.set(payments, region, .known([.stopped])) }
        await Self.scan(scene.house)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.isEmpty)
        scene.time.advance(by: 59)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.isEmpty)
        scene.time.advance(by: 1)
        await scene.keeper.keep()
        await scene.keeper.keep()
        let drafts = await scene.tracker.drafts
        #expect(drafts.map(\.project) == ["SEC"])
        #expect(drafts[0].summary == "CloudTrail disabled in payments (111111111111), 2 regions")
        #expect(drafts[0].description.plain.contains("Asked for by: Trailwatch"))
        for region in [ireland, virginia] {
            #expect(try await scene.house.issue(payments, region)?.ticket.ticket?.key == "SEC-1")
        }
        // The description tells both already.
        #expect(await scene.told.isEmpty)
    }

    @Test("A region that joins the cause later joins its ticket, which is told of it")
    func joins() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        await scene.keeper.keep()
        scene.house.set(payments, virginia, .known([.stopped]))
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.count == 1)
        #expect(try await scene.house.issue(payments, virginia)?.ticket.ticket?.key == "SEC-1")
        #expect(await scene.told.last?.comment.plain.contains("us-east-1") == true)
    }

    @Test("Regions that join in one pass are one comment, those that leave it another, and the last closes the ticket")
    func oneComment() async throws {
        let scene = Self.scene()
        let later = ["eu-central-1", "eu-north-1", "us-east-1"].compactMap { Region($0) }
        scene.house.source.enabled.withLock { $0 = [ireland] + later }
        scene.house.set(payments, ireland, .known([.stopped]))
        for region in later { scene.house.set(payments, region, .known([.healthy])) }
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        for trails in [[TrailSnapshot.stopped], [.healthy]] {
            for region in later { scene.house.set(payments, region, .known(trails)) }
            await Self.scan(scene.house)
            scene.time.advance(by: 60)
            for _ in 0..<3 { await scene.keeper.keep() }
        }
        scene.house.set(payments, ireland, .known([.healthy]))
        await Self.scan(scene.house)
        await scene.keeper.keep()

        let told = await scene.told
        let regions = "payments (111111111111) eu-central-1, eu-north-1, us-east-1"
        #expect(told.map(\.ids.count) == [3, 3, 1])
        #expect(told.map(\.standing) == [.open, nil, .done])
        #expect(told[0].comment.plain.hasPrefix("CloudTrail disabled in \(regions), as of "))
        #expect(told[1].comment.plain.hasPrefix("CloudTrail works again in \(regions), as of "))
        #expect(told[1].comment.plain.contains("Still in trouble: payments (111111111111) eu-west-1."))
        #expect(told[2].comment.plain.hasPrefix("CloudTrail works again in payments (111111111111) eu-west-1, as of "))
    }

    @Test("The alert is waited for, so that the description leads to it, but not for ever")
    func waitsForAlert() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
        scene.time.advance(by: 899)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.isEmpty)
        scene.time.advance(by: 1)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.map { $0.description.plain.contains("Alert: the thread") } == [false])

        let told = Self.scene()
        told.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(told.house)
        told.time.advance(by: 60)
        await told.keeper.keep()
        #expect(await told.tracker.drafts.map { $0.description.plain.contains("Alert: the thread") } == [true])
    }

    @Test("A ticket of thousands of regions says in a page what is wrong, and has each region at its end")
    func thousands() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(scene.house)
        let found = try #require(try await scene.house.issue())
        let issues = (0..<3_400).map { number in
            var issue = found
            issue.place = AccountRegion(
                AccountID("\(100_000_000_000 + number / 2)")!, number % 2 == 0 ? ireland : virginia)
            issue.ticket = .intended(identity: "i", by: "dana", at: noon)
            return issue
        }
        let draft = try TicketDocument(issues: issues, playbook: scene.house.playbook).draft(issueType: "Task")
        #expect(draft.description.dropLast().plain.utf8.count < 5_000)
        guard case .code(let lines)? = draft.description.last else { return #expect(Bool(false), "no list") }
        #expect(lines.split(separator: "\n").count == 3_400)
        #expect(draft.updateIDs.count == 3_400)
        guard case .facts(let facts)? = draft.description.first else { return #expect(Bool(false), "no facts") }
        #expect(facts[1].value.plain.hasSuffix("100000000009 and 1690 more: eu-west-1, us-east-1"))
    }

    @Test("Whoever asks at once need not wait, and is who asked")
    func asked() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(scene.house)
        _ = try await scene.desk.ticket(for: [TicketHouse.place], askedBy: "dana")
        let draft = try #require(await scene.tracker.drafts.first)
        #expect(draft.description.plain.contains("Asked for by: dana"))
        #expect(draft.lastAttempt == nil)
    }

    @Test("An attempt that failed is repeated with the same identity, whatever joined meanwhile")
    func sameIdentity() async throws {
        let scene = Self.scene()
        scene.house.set(payments, virginia, .known([.stopped]))
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.tracker.fail(TicketingError(.unavailable, "killed"))
        await scene.keeper.keep()
        // eu-west-1 comes before us-east-1.
        scene.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        await scene.keeper.keep()
        #expect(Set(await scene.tracker.drafts.map(\.identity)).count == 1)
        #expect(try await scene.house.issue(payments, ireland)?.ticket.ticket?.key == "SEC-1")
    }

    @Test("What is over before it is due, accepted, or without a project gets none")
    func none() async throws {
        let mended = Self.scene()
        mended.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(mended.house)
        mended.house.set(payments, ireland, .known([.healthy]))
        await Self.scan(mended.house)
        mended.time.advance(by: 60)
        await mended.keeper.keep()
        #expect(await mended.tracker.drafts.isEmpty)

        let accepted = Self.scene()
        _ = try await accepted.house.whitelist.add(payments.id, scopes: [.all], by: "ann", reason: nil)
        accepted.house.set(payments, ireland, .known([.stopped]))
        await Self.scan(accepted.house)
        #expect(try await accepted.house.issue()?.ticket == TicketState.none)

        var playbook = Self.scene().house.playbook
        playbook.owners = TicketOwners()
        let issue = try #require(try await accepted.house.issue())
        var open = issue
        open.state = .open
        #expect(AutomaticTickets(playbook: playbook).wanting(open, at: noon).ticket == TicketState.none)
    }

    @Test("Troubles that were there before reporting was switched on get their tickets at the next look")
    func later() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        let before = House(store: scene.house.store, source: scene.house.source)
        await Self.scan(before)
        #expect(try await scene.house.issue()?.ticket == TicketState.none)
        await Self.scan(scene.house)
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.count == 1)
    }
}
