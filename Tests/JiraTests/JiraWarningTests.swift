import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("What could not be done about a ticket is a warning")
struct JiraWarningTests {
    @Test("A field that the screen does not show is left out", arguments: JiraDouble.Flavor.allCases)
    func notOnScreen(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            let fields = ["project": true, "issuetype": true, "summary": true, "description": false]
            await bed.jira.set(\.projects, ["SEC": [.init(id: "1", name: "Bug", fields: fields)]])
            let created = try await bed.ticketing.ensureTicket(.sample(issueType: "bug"))
            #expect(
                created.warnings == [
                    "JIRA does not take these fields for a bug in SEC, so they are missing: labels."
                ])
            #expect(
                await bed.jira.issues[0].fields.keys.sorted() == ["description", "issuetype", "project", "summary"])
        }
    }

    @Test("Optional fields that JIRA refuses are left out, and the creation is tried once more")
    func refusedOptional() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.refusedFields, ["labels": "no", "description": "no"])
            let created = try await bed.ticketing.ensureTicket(.sample())
            #expect(
                created.warnings == [
                    "JIRA does not take these fields for a Bug in SEC, so they are missing: description, labels."
                ])
            #expect(await bed.jira.callNames.count { $0 == "POST issue" } == 2)
        }
    }

    @Test("A field that JIRA insists on is never left out")
    func refusedRequired() async throws {
        try await JiraTestBed.with { bed in
            var fields = JiraDouble.IssueType.standard
            fields["labels"] = true
            await bed.jira.set(\.projects, ["SEC": [.init(id: "1", name: "Bug", fields: fields)]])
            await bed.jira.set(\.refusedFields, ["labels": "Not these."])
            #expect(
                await bed.failure()
                    == TicketingError(.refused, "JIRA refused the request (400): labels: Not these."))
            #expect(await bed.jira.callNames.count { $0 == "POST issue" } == 1)
        }
    }

    @Test("Servers that do not tell their screens get all fields")
    func noCreateMeta() async throws {
        try await JiraTestBed.with(.dataCenter) { bed in
            await bed.jira.set(\.hasCreateMeta, false)
            let created = try await bed.ticketing.ensureTicket(.sample())
            #expect(created.warnings == [])
            #expect(await bed.jira.issues[0].fields.count == 5)
            #expect(
                await bed.failure(.sample(identity: "x", project: "NOPE"))
                    == TicketingError(.notFound, "JIRA has no project `NOPE`, or the bot's account may not see it."))
        }
    }

    @Test("An over-long summary and description are cut to what JIRA takes", arguments: JiraDouble.Flavor.allCases)
    func cut(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            let draft = TicketDraft.sample(
                summary: "two\nlines " + String(repeating: "é🚫", count: 200),
                description: [.code(String(repeating: "a\n", count: 40_000))])
            let created = try await bed.ticketing.ensureTicket(draft)
            #expect(
                created.warnings == [
                    "The description is longer than JIRA takes: the whole of it is attached as trailwatch.txt."
                ])
            let fields = await bed.jira.issues[0].fields
            let whole = String(repeating: "a\n", count: 40_000) + "\n"
            #expect(await bed.jira.issues[0].attachments == [["trailwatch.txt", whole]])
            _ = try await bed.other().ensureTicket(draft)
            #expect(await bed.jira.issues[0].attachments.count == 1)
            let summary = try #require(fields["summary"]?.string)
            #expect(summary.hasPrefix("two lines é🚫") && summary.hasSuffix("…") && summary.utf16.count == 255)
            let description = try #require(fields["description"])
            let length = description.string?.utf16.count ?? description.text.utf8.count
            #expect((32_700...32_767).contains(length))
        }
    }

    static let people: [JSONValue] = [
        ["accountId": "1", "name": "ada", "displayName": "Ada Lovelace", "emailAddress": "ada@example.com"],
        ["accountId": "2", "name": "adam", "displayName": "Adam", "hiddenEmail": "adam@example.com"],
        ["accountId": "3", "name": "grace", "displayName": "Grace", "emailAddress": "grace@example.com"],
        ["accountId": "4", "name": "grace2", "displayName": "grace", "emailAddress": "grace2@example.com"],
        ["accountId": "5", "name": "gone", "displayName": "Gone", "active": false],
    ]

    @Test(
        "The assignee is who is called exactly that",
        arguments: [
            ("ada@example.com", "1"), ("ADA LOVELACE", "1"), ("grace2@example.com", "4"), ("3", "3"),
        ])
    func assignee(_ wanted: String, _ id: String) async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.people, Self.people)
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: wanted))
            #expect(created.warnings == [])
            #expect(created.ticket.assigneeID == id)
            #expect(await bed.jira.issues[0].assigneeID == id)
        }
    }

    @Test(
        "A ticket stays unassigned when nobody or more than one is called that",
        arguments: [
            ("Ada", "Ada is not assignable in SEC; the ticket is unassigned."),
            ("adam@example.com", "adam@example.com is not assignable in SEC; the ticket is unassigned."),
            ("Gone", "Gone is not assignable in SEC; the ticket is unassigned."),
            ("nobody", "nobody is not assignable in SEC; the ticket is unassigned."),
            ("Grace", "Several people in SEC are called Grace; the ticket is unassigned."),
        ])
    func unassigned(_ wanted: String, _ warning: String) async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.people, Self.people)
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: wanted))
            #expect(created.warnings == [warning])
            #expect(created.ticket.assigneeID == nil)
        }
    }

    @Test("On Data Center a person is meant by their user name too")
    func userName() async throws {
        try await JiraTestBed.with(.dataCenter) { bed in
            await bed.jira.set(\.people, Self.people)
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "Adam"))
            #expect(
                created == CreatedTicket(ticket: created.ticket, isNew: true) && created.ticket.assigneeID == "adam")
        }
    }

    @Test("JIRA's own choice of an assignee stays when the wanted one is unknown")
    func defaultAssignee() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.defaultAssigneeID, "lead")
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "nobody"))
            #expect(created.ticket.assigneeID == "lead")
            #expect(
                created.warnings == [
                    "nobody is not assignable in SEC; the ticket stays with the person JIRA assigned it to."
                ])
        }
    }

    @Test("An assignment that fails is told, and the ticket is there")
    func failedAssignment() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.people, Self.people)
            await bed.jira.fail("PUT issue", .instead(.error(403)))
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "Adam"))
            #expect(created.ticket.key == "SEC-1")
            #expect(
                created.warnings == [
                    "Adam could not be assigned (The bot's JIRA account may not do this (403): check its permissions in the project); the ticket is unassigned."
                ])
        }
    }

    @Test("A parent that is not there is told")
    func missingParent() async throws {
        try await JiraTestBed.with { bed in
            let created = try await bed.ticketing.ensureTicket(.sample(parent: "OPS-404"))
            #expect(
                created.warnings == ["JIRA has no ticket OPS-404 to link to, or the bot's account may not see it."])
        }
    }

    @Test(
        "The link type is Relates, or what says so, or the first one with a warning",
        arguments: [
            (["Blocks", "relates"], "relates", []), (["Blocks", "Verwandt"], "Verwandt", []),
            (
                ["Blocks", "Clones"], "Blocks",
                ["JIRA has no link type `Relates`; the ticket is linked to OPS-7 by `Blocks`."]
            ),
        ])
    func linkTypes(_ names: [String], _ used: String, _ warnings: [String]) async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(
                \.linkTypes,
                names.map {
                    ["name": .string($0), "inward": .string($0 == "Verwandt" ? "Relates to" : "x"), "outward": "y"]
                })
            let created = try await bed.ticketing.ensureTicket(.sample(parent: "OPS-7"))
            #expect(created.warnings == warnings)
            #expect(await bed.jira.issues.last?.links == [[used, "OPS-7"]])
        }
    }

    @Test("Without link types the ticket is there, unlinked")
    func noLinkTypes() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.fail("GET issueLinkType", .instead(.error(404, ["Issue linking is disabled."])))
            let created = try await bed.ticketing.ensureTicket(.sample(parent: "OPS-7"))
            #expect(created.warnings == ["JIRA has no link types, so the ticket is not linked to OPS-7."])
        }
    }

    @Test("After the creation nothing is an error, whatever fails")
    func everythingFails() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.fail("GET issue/SEC-1", .instead(.error(403)))
            await bed.jira.fail("GET user", .instead(.error(401)))
            await bed.jira.fail("POST issueLink", .instead(JiraDouble.Answer(status: 500)))
            let created = try await bed.ticketing.ensureTicket(.sample(assignee: "Ada", parent: "OPS-7"))
            #expect(created.ticket.key == "SEC-1")
            #expect(created.warnings.count == 2)
            #expect(
                created.warnings.last
                    == "The ticket was not linked to OPS-7: JIRA has trouble of its own (500): try again later.")
            #expect(await bed.jira.callNames.count { $0 == "POST issueLink" } == 1)
        }
    }
}
