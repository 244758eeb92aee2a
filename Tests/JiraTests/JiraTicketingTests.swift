import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("Tickets in JIRA")
struct JiraTicketingTests {
    @Test("A ticket is created, labelled, marked, assigned and linked", arguments: JiraDouble.Flavor.allCases)
    func complete(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(\.people, [["accountId": "5b10", "name": "ada", "displayName": "Ada Lovelace"]])
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "ada lovelace", parent: "OPS-7"))
            let id = flavor == .cloud ? "5b10" : "ada"
            #expect(
                created
                    == CreatedTicket(
                        ticket: Ticket(key: "SEC-1", url: "\(bed.base)/browse/SEC-1", assigneeID: id), isNew: true))
            let description: JSONValue =
                flavor == .cloud
                ? [
                    "type": "doc", "version": 1,
                    "content": [["type": "paragraph", "content": [["type": "text", "text": "No trail logs."]]]],
                ] : "No trail logs."
            #expect(
                await bed.jira.issues.last
                    == JiraDouble.Issue(
                        key: "SEC-1",
                        fields: [
                            "project": ["key": "SEC"], "issuetype": ["id": "10001"],
                            "summary": "CloudTrail is disabled in 123456789012", "description": description,
                            "labels": [.string(TicketDraft.label), "cloudtrail", "aws-prod"],
                        ],
                        properties: [["key": "trailwatch", "value": ["identity": "trailwatch-1a2b3c"]]],
                        assigneeID: id, links: [["Relates", "OPS-7"]]))
        }
    }

    @Test("The second time the same ticket is found, and nothing is done twice", arguments: JiraDouble.Flavor.allCases)
    func again(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(\.people, [["accountId": "5b10", "name": "ada", "displayName": "Ada"]])
            let draft = TicketDraft.sample(assignee: "Ada", parent: "ops-7")
            await bed.jira.add("ops-7")
            let first = try await bed.ticketing.ensureTicket(draft)
            let found = CreatedTicket(ticket: first.ticket)
            #expect(try await bed.other().ensureTicket(draft) == found)
            #expect(try await bed.ticketing.ensureTicket(draft) == found)
            #expect(await bed.jira.issues.map(\.key) == ["OPS-7", "ops-7", "SEC-1"])
            #expect(await bed.jira.issues.last?.links.count == 1)
            #expect(await bed.jira.callNames.count { $0.hasPrefix("PUT") } == 1)
        }
    }

    @Test("What a crash left undone is done the next time", arguments: JiraDouble.Flavor.allCases)
    func unfinished(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(\.people, [["accountId": "5b10", "name": "ada", "displayName": "Ada"]])
            await bed.jira.add("SEC-9", fields: ["labels": [.string(TicketDraft.label)]])
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "Ada", parent: "OPS-7"))
            #expect(created.ticket.key == "SEC-9" && created.warnings == [])
            #expect(await bed.jira.issues.last?.assigneeID == created.ticket.assigneeID)
            #expect(await bed.jira.issues.last?.links == [["Relates", "OPS-7"]])
        }
    }

    @Test("An existing ticket keeps the assignee people gave it")
    func keptAssignee() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.people, [["accountId": "5b10", "displayName": "Ada"]])
            await bed.jira.append(
                JiraDouble.Issue(key: "SEC-9", fields: ["labels": [.string(TicketDraft.label)]], assigneeID: "someone"))
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "Ada"))
            #expect(created.ticket.assigneeID == "someone")
        }
    }

    @Test(
        "Only a ticket with exactly the label is the ticket, the oldest of several",
        arguments: JiraDouble.Flavor.allCases)
    func exactLabel(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            for key in ["SEC-1", "SEC-2", "SEC-3"] {
                await bed.jira.add(key, fields: ["labels": [.string(TicketDraft.label.uppercased())]])
            }
            for key in ["SEC-4", "SEC-5"] { await bed.jira.add(key, fields: ["labels": [.string(TicketDraft.label)]]) }
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-4")
        }
    }

    @Test("Tasks that want the same ticket at the same time get the same one")
    func together() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.searchLags, true)
            let keys = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 { group.addTask { try await bed.ticketing.ensureTicket(.sample()).ticket.key } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(keys == ["SEC-1"])
            #expect(await bed.jira.issues.count == 1)
        }
    }

    @Test("A ticket that was deleted is made anew")
    func deleted() async throws {
        try await JiraTestBed.with { bed in
            _ = try await bed.ticketing.ensureTicket(.sample())
            await bed.jira.remove("SEC-1")
            await bed.jira.add("SEC-1000")
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-2")
        }
    }

    @Test("Addresses may have a path and slashes at the end", arguments: ["", "/", "//"])
    func basePath(_ slash: String) async throws {
        try await JiraTestBed.with(.dataCenter, path: "/jira", slash: slash) { bed in
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.url == "\(bed.base)/browse/SEC-1")
        }
    }
}
