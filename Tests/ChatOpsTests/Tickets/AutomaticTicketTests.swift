import CloudTrailCore
import FoundationEssentials
import Logging
import Testing

@testable import ChatOps

@Suite("Tickets that nobody has to ask for")
struct AutomaticTicketTests {
    private static func scene() -> TicketHouse { TicketHouse(opening: .automatic) }

    @Test("One ticket is opened for a cause and all of its regions, once nothing more came for a minute")
    func oneForACause() async throws {
        let scene = Self.scene()
        for region in [ireland, virginia] { scene.house.set(payments, region, .known([.stopped])) }
        _ = await scene.house.say("scan account payments")
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
        // The description has told both already.
        #expect(
            await scene.told.filter { drafts[0].updateIDs.contains($0.id) }.map(\.id).sorted()
                == drafts[0].updateIDs.sorted())
    }

    @Test("A region that joins the cause later joins its ticket, which is told of it")
    func joins() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        await scene.keeper.keep()
        scene.house.set(payments, virginia, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.count == 1)
        #expect(try await scene.house.issue(payments, virginia)?.ticket.ticket?.key == "SEC-1")
        #expect(await scene.told.last?.comment.plain.contains("us-east-1") == true)
    }

    @Test("Whoever asks at once need not wait, and is who asked")
    func asked() async throws {
        let scene = Self.scene()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
        _ = try await scene.desk.ticket(for: [TicketHouse.place], askedBy: "dana")
        let draft = try #require(await scene.tracker.drafts.first)
        #expect(draft.description.plain.contains("Asked for by: dana"))
        #expect(draft.lastAttempt == nil)
    }

    @Test("An attempt that failed is repeated with the same identity, whatever joined meanwhile")
    func sameIdentity() async throws {
        let scene = Self.scene()
        scene.house.set(payments, virginia, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
        scene.time.advance(by: 60)
        await scene.tracker.fail(TicketingError(.unavailable, "killed"))
        await scene.keeper.keep()
        // eu-west-1 comes before us-east-1.
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan account payments")
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
        _ = await mended.house.say("scan account payments")
        mended.house.set(payments, ireland, .known([.healthy]))
        _ = await mended.house.say("scan account payments")
        mended.time.advance(by: 60)
        await mended.keeper.keep()
        #expect(await mended.tracker.drafts.isEmpty)

        let accepted = Self.scene()
        _ = try await accepted.house.whitelist.add(payments.id, scopes: [.all], by: "ann", reason: nil)
        accepted.house.set(payments, ireland, .known([.stopped]))
        _ = await accepted.house.say("scan account payments")
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
        _ = await before.say("scan account payments")
        #expect(try await scene.house.issue()?.ticket == TicketState.none)
        _ = await scene.house.say("scan account payments")
        scene.time.advance(by: 60)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.count == 1)
    }
}
