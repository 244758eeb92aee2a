import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("A creation that is killed")
struct CreationCrashTests {
    static var options: JiraTicketOptions {
        var options = JiraTicketOptions()
        options.watchers = ["ada"]
        return options
    }

    static let draft = TicketDraft.sample(
        assignee: "Ada", parent: "OPS-7", description: [.code(String(repeating: "a\n", count: 40_000))])

    static func prepare(_ jira: JiraDouble) async {
        await jira.add("OPS-7")
        await jira.set(\.people, [["accountId": "5b10", "name": "ada", "displayName": "Ada", "emailAddress": "ada"]])
    }

    @Test(
        "after any of its requests leaves one complete ticket in the end: never two, never none",
        arguments: JiraDouble.Flavor.allCases, [false, true])
    func enumerated(_ flavor: JiraDouble.Flavor, _ searchLags: Bool) async throws {
        var requests = 0
        for deaths in 1... {
            let jira = JiraDouble(flavor)
            await Self.prepare(jira)
            await jira.set(\.searchLags, searchLags)
            let time = TestTime()
            func process(_ transport: any HTTPTransport) -> JiraTicketing {
                JiraTestBed.ticketing("http://jira.invalid", transport, time, options: Self.options)
            }
            let dying = process(MortalTransport(jira: jira, requests: deaths))
            _ = try? await dying.ensureTicket(Self.draft)
            requests = await jira.calls.count

            // The next process knows from the stored intent that there was an attempt, and when.
            time.advance(by: .seconds(5))
            var again = Self.draft
            again.lastAttempt = .seconds(5)
            let next = process(ForwardingTransport(jira: jira))
            var created = try? await next.ensureTicket(again)
            if created == nil {
                await jira.set(\.searchLags, false)
                time.advance(by: .seconds(180))
                created = try await next.ensureTicket(again)
            }
            let tickets = await jira.issues.filter { $0.key != "OPS-7" }
            #expect(tickets.map(\.key) == ["SEC-1"], "killed after request \(deaths)")
            #expect(created?.ticket.key == "SEC-1")
            let ticket = try #require(tickets.first)
            #expect(ticket.assigneeID == created?.ticket.assigneeID && ticket.assigneeID != nil)
            #expect(ticket.links == [["Relates", "OPS-7"]])
            #expect(ticket.watchers.count == 1 && ticket.attachments.count == 1)
            if requests < deaths { break }
        }
        #expect(requests > 12)
    }

    @Test("A killed attempt that may have created something is waited for, until the search must show it")
    func waited() async throws {
        let jira = JiraDouble(.cloud)
        let time = TestTime()
        let ticketing = JiraTestBed.ticketing("http://jira.invalid", ForwardingTransport(jira: jira), time)
        let draft = TicketDraft.sample(lastAttempt: .seconds(60))
        let waiting = TicketingError(
            .unavailable,
            "JIRA has not said whether it created the ticket, and its search needs minutes to show one: try again later."
        )
        #expect(await JiraTestBed.failure(of: ticketing, draft) == waiting)
        time.advance(by: .seconds(179))
        #expect(await JiraTestBed.failure(of: ticketing, draft) == waiting)
        time.advance(by: .seconds(1))
        let key = try await ticketing.ensureTicket(draft).ticket.key
        #expect(key == "SEC-1")
        // So long ago that the search must have seen whatever came of it.
        let old = TicketDraft.sample(identity: "trailwatch-old", lastAttempt: .seconds(600))
        let other = try await ticketing.ensureTicket(old).ticket.key
        #expect(other == "SEC-2")
    }

    @Test("An attempt of the same process that failed before it created anything is repeated at once")
    func sameProcess() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.fail("POST issue", .instead(.error(403)))
            #expect(await bed.failure()?.code == .unauthorized)
            let key = try await bed.ticketing.ensureTicket(.sample(lastAttempt: .seconds(1))).ticket.key
            #expect(key == "SEC-1")
        }
    }
}
