import CloudTrailCore
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import ChatOps

/// A house whose tickets are kept in step with a tracker.
struct TicketHouse {
    let house: House
    let tracker = TicketTracker()
    let keeper: TicketKeeper
    let watch: TicketWatch
    let desk: TicketDesk
    let time = TicketTime()

    init(opening: Playbook.Tickets.Opening = .onRequest) {
        let (time, tracker) = (time, tracker)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        house = House(opening: opening, now: { time.now })
        desk = TicketDesk(
            ticketing: tracker, store: house.store, book: house.book, playbook: house.playbook, links: Permalinks(),
            log: log)
        keeper = TicketKeeper(
            ticketing: tracker, desk: desk, store: house.store, book: house.book, playbook: house.playbook,
            links: Permalinks(), now: { time.now }, log: log)
        watch = TicketWatch(
            ticketing: tracker, store: house.store, whitelist: house.whitelist, messenger: house.messenger,
            playbook: house.playbook, now: { time.now }, log: log)
    }

    private struct Permalinks: MessageLinks {
        func url(of message: MessageReference) throws(MessengerError) -> String {
            "https://example.slack.com/archives/\(message.channel)/\(message.id)"
        }
    }

    static let place = AccountRegion(payments.id, ireland)

    /// A stopped trail, found, with a ticket.
    func withTicket() async throws -> Self {
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = try await desk.ticket(for: [Self.place], askedBy: "dana")
        return self
    }

    /// The same, and then something that the ticket does not know.
    func withNews() async throws -> Self {
        let scene = try await withTicket()
        scene.time.advance(by: 60)
        _ = try await scene.house.whitelist.add(payments.id, scopes: [.all], by: "ann", reason: nil)
        return scene
    }

    var told: [TicketUpdate] { get async { await tracker.told.map(\.update) } }
}

final class TicketTime: Sendable {
    private let state = Mutex(noon)
    var now: Date { state.withLock { $0 } }
    func advance(by seconds: Double) { state.withLock { $0 += seconds } }
}

@Suite("Tickets are kept in step")
struct TicketKeepingTests {
    @Test("A ticket says what it tells, so that nothing is told twice")
    func draft() async throws {
        let scene = try await TicketHouse().withTicket()
        let draft = try #require(await scene.tracker.drafts.first)
        #expect(draft.gravest == .disabled)
        #expect(draft.labels == ["cloudtrail"])
        #expect(draft.updateIDs == ["111111111111/eu-west-1@1700000000-open"])
        let link = "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/trails"
        guard case .facts(let facts)? = draft.description.first else { return #expect(Bool(false), "no facts") }
        #expect(facts[1].value == "\(link: "eu-west-1", link)")
    }

    @Test("Whitelisting adds the label and says so; taking it back removes the label and opens the ticket")
    func whitelisted() async throws {
        let scene = try await TicketHouse().withTicket()
        await scene.keeper.keep()
        scene.time.advance(by: 60)
        _ = try await scene.house.whitelist.add(payments.id, scopes: [.all], by: "ann", reason: nil)
        await scene.keeper.keep()
        scene.time.advance(by: 60)
        _ = try await scene.house.whitelist.remove(payments.id, scopes: [.all])
        await scene.keeper.keep()
        await scene.keeper.keep()
        let told = await scene.told
        #expect(
            told.map(\.ids) == [
                ["111111111111/eu-west-1@1700000060-whitelisted"], ["111111111111/eu-west-1@1700000120-open"],
            ])
        #expect(told.map(\.addedLabels) == [["whitelisted"], []])
        #expect(told.map(\.removedLabels) == [[], ["whitelisted"]])
        #expect(told.map(\.standing) == [nil, .open])
    }

    @Test("A resolution closes the ticket, and being told in Slack is no second one")
    func resolved() async throws {
        let scene = try await TicketHouse().withTicket()
        scene.house.set(payments, ireland, .known([.healthy]))
        scene.time.advance(by: 60)
        _ = await scene.house.say("scan all")
        await scene.keeper.keep()
        scene.time.advance(by: 60)
        _ = await scene.house.courier.deliverDue()
        #expect(try await scene.house.issue()?.status == .closed)
        await scene.keeper.keep()
        let told = await scene.told
        #expect(told.map(\.ids) == [["111111111111/eu-west-1@1700000060-resolved"]])
        #expect(told.map(\.standing) == [.done])
        #expect(told[0].comment.plain.hasPrefix("CloudTrail works again in payments (111111111111) eu-west-1, as of"))
    }

    @Test("What comes back within the window reopens its ticket; later it is a new trouble without one")
    func comesBack() async throws {
        let scene = try await TicketHouse().withTicket()
        func turn(_ trails: TrailSnapshot, after seconds: Double) async {
            scene.time.advance(by: seconds)
            scene.house.set(payments, ireland, .known([trails]))
            _ = await scene.house.say("scan all")
            _ = await scene.house.courier.deliverDue()
            await scene.keeper.keep()
        }
        await turn(.healthy, after: 60)
        await turn(.stopped, after: 86_400)
        #expect(await scene.told.map(\.standing) == [.done, .open])
        #expect(try await scene.house.issue()?.ticket.ticket?.key == "SEC-1")
        // What came back once counts as mended only after several looks.
        for _ in 0..<4 { await turn(.healthy, after: 3600) }
        await turn(.stopped, after: 8 * 86_400)
        #expect(await scene.told.map(\.standing) == [.done, .open, .done])
        #expect(try await scene.house.issue()?.ticket == TicketState.none)
    }

    @Test("A ticket says what is wrong, the evidence, until when it can be had back, what mends it, and the exception")
    func wholeDescription() async throws {
        let scene = try await TicketHouse().withTicket()
        let blocks = try #require(await scene.tracker.drafts.first).description
        let headings = blocks.compactMap { if case .heading(let text) = $0 { text } else { nil } }
        #expect(headings == ["What is wrong", "Trails", "What would mend it"])
        let text = blocks.plain
        for words in [
            "First seen: 2023-11-14 22:13 UTC", "Status: open", "Asked for by: dana", "logging is stopped since",
            "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main", "aws cloudtrail start-logging",
        ] {
            #expect(text.contains(words), "\(words)")
        }

        let failing = TicketHouse()
        let trail = TrailSnapshot(
            trail: TrailSnapshot.healthy.trail,
            status: .known(
                TrailStatus(
                    isLogging: true, deliveryErrors: [DeliveryError(target: .s3, code: "AccessDenied", resource: nil)])),
            selection: TrailSnapshot.healthy.selection)
        failing.house.set(payments, ireland, .known([trail]))
        _ = await failing.house.say("scan all")
        _ = try await failing.desk.ticket(for: [TicketHouse.place], askedBy: "dana")
        let deadline = try #require(await failing.tracker.drafts.first).description.plain
        #expect(
            deadline.contains("AWS retries for 30 days: logs are recoverable if delivery is mended before 2023-12-14"))
    }

    @Test("A ticket points at the message about its issue")
    func pointsAtMessage() async throws {
        let scene = try await TicketHouse().withTicket()
        _ = await scene.house.courier.deliverDue()
        await scene.keeper.keep()
        let message = try #require(await scene.house.messenger.sent.first { $0.conversation?.channel == "#security" })
        let url = "https://example.slack.com/archives/#security/\(message.reference?.id ?? "")"
        #expect(
            await scene.tracker.links == [
                TicketLink(
                    id: "trailwatch:#security/\(message.reference?.id ?? "")", title: "The alert in Slack", url: url)
            ])
    }

    @Test("A message that comes after the ticket is pointed at when it is there")
    func pointsLater() async throws {
        let scene = try await TicketHouse().withTicket()
        await scene.keeper.keep()
        #expect(await scene.tracker.links.isEmpty)
        _ = await scene.house.courier.deliverDue()
        scene.time.advance(by: 30)
        for _ in 0..<2 { await scene.keeper.keep() }
        #expect(await scene.tracker.links.map(\.title) == ["The alert in Slack"])
    }

    @Test("The description leads to the message, too; without one it is as good a ticket")
    func descriptionLeads() async throws {
        let without = try await TicketHouse().withTicket()
        #expect(await without.tracker.drafts[0].description.plain.contains("Alert:") == false)

        let scene = TicketHouse()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan all")
        _ = await scene.house.courier.deliverDue()
        _ = try await scene.desk.ticket(for: [TicketHouse.place], askedBy: "dana")
        let message = try #require(await scene.house.messenger.sent.first { $0.conversation?.channel == "#security" })
        let url = "https://example.slack.com/archives/#security/\(message.reference?.id ?? "")"
        let draft = try #require(await scene.tracker.drafts.first)
        guard case .facts(let facts)? = draft.description.first else { return #expect(Bool(false), "no facts") }
        #expect(facts.last == .init("Alert", "\(link: "the thread in Slack", url)"))
    }

    @Test("What failed is told later, with longer and longer pauses")
    func retried() async throws {
        let scene = try await TicketHouse().withNews()
        let error = TicketingError(.unavailable, "JIRA did not answer.")
        await scene.tracker.fail(error, error)
        for (pause, told) in [(0.0, 0), (29, 0), (1, 0), (59, 0), (1, 1), (0, 1)] {
            scene.time.advance(by: pause)
            await scene.keeper.keep()
            #expect(await scene.told.count == told, "after another \(pause) s")
        }
    }

    @Test("A ticket that is gone is not asked for again")
    func gone() async throws {
        let scene = try await TicketHouse().withNews()
        await scene.tracker.fail(TicketingError(.notFound, "JIRA has no ticket SEC-1."))
        await scene.keeper.keep()
        scene.time.advance(by: 7200)
        await scene.keeper.keep()
        #expect(await scene.told.isEmpty)
    }

    @Test("A ticket that was asked for and failed is opened later, told how long ago the last attempt was")
    func intent() async throws {
        let scene = TicketHouse()
        scene.house.set(payments, ireland, .known([.stopped]))
        _ = await scene.house.say("scan all")
        await scene.tracker.fail(TicketingError(.unavailable, "killed"), TicketingError(.unavailable, "away"))
        _ = try? await scene.desk.ticket(for: [TicketHouse.place], askedBy: "dana")
        scene.time.advance(by: 5)
        await scene.keeper.keep()
        scene.time.advance(by: 30)
        await scene.keeper.keep()
        #expect(await scene.tracker.drafts.map(\.lastAttempt) == [nil, .seconds(5), .seconds(30)])
        #expect(try await scene.house.issue()?.ticket.ticket?.key == "SEC-1")
    }

    @Test("A ticket that a killed attempt made is told the latest once, with an id for each region")
    func found() async throws {
        let scene = TicketHouse()
        for region in [ireland, virginia] { scene.house.set(payments, region, .known([.stopped])) }
        _ = await scene.house.say("scan all")
        await scene.tracker.findTicket()
        _ = try await scene.desk.ticket(
            for: [ireland, virginia].map { AccountRegion(payments.id, $0) }, askedBy: "dana")
        for _ in 0..<2 { await scene.keeper.keep() }
        // The tracker knows by its mark whether the description tells just that.
        #expect(await scene.told.map(\.ids) == [scene.tracker.drafts[0].updateIDs])
        #expect(await scene.told.map(\.ids.count) == [2])
    }

    @Test("What a ticket was told is stored: another process tells nothing again")
    func storedWithIssue() async throws {
        let scene = try await TicketHouse().withNews()
        await scene.keeper.keep()
        let id = "111111111111/eu-west-1@1700000060-whitelisted"
        #expect(try await scene.house.issue()?.ticket.ticket?.told == id)
        let tracker = TicketTracker()
        let next = TicketKeeper(
            ticketing: tracker, desk: scene.desk, store: scene.house.store, book: scene.house.book,
            playbook: scene.house.playbook, now: { [time = scene.time] in time.now },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await next.keep()
        #expect(await tracker.told.isEmpty)
    }

    @Test("Issues that share a ticket close it together, and a new trouble of one keeps it open")
    func shared() {
        func issue(_ region: Region, _ state: CloudTrailCore.Issue.State) -> CloudTrailCore.Issue {
            var history = IssueHistory([.init(at: noon, what: .opened)])
            if state == .resolved { history.add(.resolved, at: noon + 60) }
            return Issue(
                place: AccountRegion(payments.id, region), state: state,
                findings: [.disabled(.noTrails(lastRecorded: nil))], causes: [.noTrail(payments.id)], trails: [],
                history: history, ticket: .created(Ticket(key: "SEC-1", url: "u")))
        }
        let playbook = House().playbook
        func update(_ issues: CloudTrailCore.Issue...) -> TicketUpdate? {
            TicketNews(issues: issues, playbook: playbook).update
        }
        #expect(update(issue(ireland, .open), issue(virginia, .resolved))?.standing == .open)
        let end = update(issue(virginia, .resolved), issue(ireland, .resolved))
        #expect(end?.standing == .done && end?.ids.count == 2)
        #expect(
            end?.comment.plain.contains("works again in payments (111111111111) eu-west-1, us-east-1, as of") == true)
        let accepted = update(issue(ireland, .whitelisted), issue(virginia, .resolved))
        #expect(accepted?.standing == nil && accepted?.addedLabels == ["whitelisted"])
        let mixed = update(issue(ireland, .whitelisted), issue(virginia, .open))
        #expect(mixed?.standing == .open && mixed?.addedLabels == [] && mixed?.removedLabels == ["whitelisted"])
    }
}

@Suite("Tickets that people closed")
struct TicketWatchTests {
    private func scene(_ standing: TicketStatus.Standing, at closing: Date = noon + 100) async throws -> TicketHouse {
        let scene = try await TicketHouse().withTicket()
        await scene.keeper.keep()
        await scene.tracker.set(TicketStatus(standing: standing, words: "Done (Fixed)", closedAt: closing), of: "SEC-1")
        return scene
    }

    private func questions(_ scene: TicketHouse) async -> [String] {
        await scene.house.messenger.summaries.filter { $0.contains("is closed, but") }
    }

    @Test("The owners are asked once, whether to look again; and the ticket says that they were")
    func asked() async throws {
        let scene = try await scene(.done)
        for _ in 0..<3 { await scene.watch.look() }
        let question = "SEC-1 is closed, but CloudTrail is still disabled: payments (111111111111) eu-west-1."
        #expect(await questions(scene) == [question, question])
        let last = try #require(await scene.told.last)
        #expect(last.ids == ["111111111111/eu-west-1@1700000100-asked"] && last.standing == nil)
        let sent = await scene.house.messenger.sent.filter { $0.message.summary == question }
        #expect(Set(sent.compactMap(\.conversation?.channel)) == ["alice", "#security"])
        guard case .buttons(let buttons)? = sent[0].message.blocks.last else { return #expect(Bool(false), "none") }
        #expect(buttons.map(\.label) == ["Scan again", "Whitelist…"])
    }

    @Test("Closed again later, they are asked again")
    func askedAgain() async throws {
        let scene = try await scene(.done)
        await scene.watch.look()
        await scene.tracker.set(
            TicketStatus(standing: .declined(until: nil), words: "Won't Fix", closedAt: noon + 200), of: "SEC-1")
        await scene.watch.look()
        #expect(await questions(scene).count == 4)
    }

    @Test("Won't fix with a date accepts the risk until then, once; its thread and the ticket say so")
    func declined() async throws {
        let scene = try await scene(.declined(until: noon + 86_400))
        _ = await scene.house.courier.deliverDue()
        await scene.watch.look()
        let issue = try #require(try await scene.house.issue())
        #expect(issue.status == .whitelisted && issue.acceptance?.entry.until == noon + 86_400)
        #expect(issue.acceptance?.entry.reason == "SEC-1 was closed as Done (Fixed)")
        let note = try #require(await scene.told.last)
        #expect(note.ids == ["111111111111/eu-west-1@1700000100-accepted"] && note.standing == nil)
        #expect(note.comment.plain.contains("accepted until 2023-11-15 22:13 UTC, the ticket's due date"))
        #expect(await questions(scene).isEmpty)
        scene.time.advance(by: 60)
        _ = await scene.house.courier.deliverDue()
        let said = await scene.house.messenger.sent.filter { $0.conversation?.thread != nil }.map(\.message.summary)
        #expect(
            said.last
                == "Whitelisted until 2023-11-15 22:13 UTC by JIRA: payments (111111111111) eu-west-1, because SEC-1 was closed as Done (Fixed)."
        )

        // Taken back by a person, it is not accepted again for the same closing: then the owners are asked.
        _ = try await scene.house.whitelist.remove(payments.id, scopes: [.region(ireland)])
        await scene.keeper.keep()
        await scene.watch.look()
        #expect(try await scene.house.issue()?.status == .open)
        #expect(await questions(scene).count == 2)
    }

    @Test("Won't fix without a date, or with one that is over, asks an approver")
    func declinedForEver() async throws {
        for (until, words) in [(nil, "a due date on the ticket would have"), (noon - 60, "is over: where the risk")] {
            let scene = try await scene(.declined(until: until))
            await scene.watch.look()
            let message = try #require(await scene.house.messenger.sent.last?.message)
            #expect(message.blocks.plain.contains(words))
            #expect(try await scene.house.issue()?.status == .open)
        }
    }

    @Test("One ticket of several regions is looked at once, and its owners are asked once")
    func together() async throws {
        let scene = TicketHouse()
        for region in [ireland, virginia] { scene.house.set(payments, region, .known([.stopped])) }
        _ = await scene.house.say("scan all")
        let places = [ireland, virginia].map { AccountRegion(payments.id, $0) }
        _ = try await scene.desk.ticket(for: places, askedBy: "dana")
        await scene.keeper.keep()
        await scene.tracker.set(TicketStatus(standing: .done, words: "Done", closedAt: noon + 100), of: "SEC-1")
        await scene.watch.look()
        #expect(
            await questions(scene)
                == Array(
                    repeating:
                        "SEC-1 is closed, but CloudTrail is still disabled: payments (111111111111) eu-west-1, us-east-1.",
                    count: 2))
    }

    @Test("Nobody is asked about an open ticket, one that is gone, one not yet told, or when nobody was reached")
    func silence() async throws {
        let open = try await scene(.open)
        await open.watch.look()
        await open.tracker.set(nil, of: "SEC-1")
        await open.watch.look()
        #expect(await questions(open).isEmpty)

        let untold = try await TicketHouse().withNews()
        _ = try await untold.house.whitelist.remove(payments.id, scopes: [.all])
        await untold.tracker.set(TicketStatus(standing: .done, words: "Done"), of: "SEC-1")
        await untold.watch.look()
        #expect(await questions(untold).isEmpty)

        let unreached = try await scene(.done)
        for owner in ["alice", "#security"] {
            await unreached.house.messenger.fail(owner, with: MessengerError(.unavailable, "away"))
        }
        await unreached.watch.look()
        #expect(await unreached.told.last?.ids[0].hasSuffix("asked") != true)
        for owner in ["alice", "#security"] { await unreached.house.messenger.fail(owner, with: nil) }
        await unreached.watch.look()
        #expect(await unreached.told.last?.ids[0].hasSuffix("asked") == true)
    }
}
