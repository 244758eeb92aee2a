import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("When the answer to a creation is lost")
struct LostAnswerTests {
    static let losses: [JiraDouble.Fault] = [
        .afterwards(JiraDouble.Answer(status: 500)), .afterwards(JiraDouble.Answer(status: 504, body: "<html>")),
        .afterwards(JiraDouble.Answer(status: 201, body: "<html>")), .afterwards(.json(["id": "1"], status: 201)),
    ]

    @Test("the ticket is found by its label", arguments: losses.indices, JiraDouble.Flavor.allCases)
    func found(_ loss: Int, _ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.fail("POST issue", Self.losses[loss])
            let found = try await bed.ticketing.ensureTicket(.sample())
            #expect(found.ticket.key == "SEC-1" && !found.isNew)
            #expect(await bed.jira.issues.count == 1)
        }
    }

    @Test("no second one is created while the search may not show the first, and then it is found")
    func notYetFound() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.searchLags, true)
            await bed.jira.fail("POST issue", Self.losses[0])
            #expect(
                await bed.failure()
                    == TicketingError(.unavailable, "JIRA has trouble of its own (500): try again later."))
            bed.time.advance(by: .seconds(179))
            #expect(
                await bed.failure()
                    == TicketingError(
                        .unavailable,
                        "JIRA has not said whether it created the ticket, and its search needs minutes to show one: try again later."
                    ))
            await bed.jira.set(\.searchLags, false)
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
            #expect(await bed.jira.issues.count == 1)
        }
    }

    @Test("one is created after all when the search has had its time and shows none")
    func neverCreated() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.fail("POST issue", .instead(JiraDouble.Answer(status: 500)))
            #expect(await bed.failure()?.code == .unavailable)
            #expect(await bed.failure()?.code == .unavailable)
            bed.time.advance(by: .seconds(181))
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
            #expect(await bed.jira.issues.count == 1)
        }
    }

    @Test("a silent JIRA is not asked to create twice")
    func silence() async throws {
        try await JiraTestBed.with(timeout: .seconds(3)) { bed in
            await bed.jira.set(\.searchLags, true)
            await bed.jira.fail("POST issue", .hang)
            #expect(await bed.failure()?.code == .unavailable)
            #expect(await bed.jira.callNames.count { $0 == "POST issue" } == 1)
        }
    }

    @Test("other identities are not held up")
    func others() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.searchLags, true)
            await bed.jira.fail("POST issue", .instead(JiraDouble.Answer(status: 500)))
            #expect(await bed.failure()?.code == .unavailable)
            let ticket = try await bed.ticketing.ensureTicket(.sample(identity: "trailwatch-other")).ticket
            #expect(ticket.key == "SEC-1")
        }
    }
}
