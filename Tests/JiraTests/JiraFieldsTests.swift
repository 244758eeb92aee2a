import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("The fields of a new ticket")
struct JiraFieldsTests {
    typealias Flavor = JiraDouble.Flavor

    static func type(_ name: String = "Bug", isSubtask: Bool = false, with fields: [String]) -> JiraDouble.IssueType {
        var type = JiraDouble.IssueType(
            id: "10001", name: name, isSubtask: isSubtask, fields: JiraDouble.IssueType.standard)
        for field in fields { type.fields[field] = false }
        return type
    }

    static var options: JiraTicketOptions {
        var options = JiraTicketOptions()
        options.components = ["Logging"]
        options.priorities = [.disabled: "Highest", .deliveryErrors: "Low"]
        options.customFields = ["customfield_10010": ["value": "Cloud"], "Team": "SecOps", "Nowhere": 1]
        return options
    }

    @Test("Priority, components and custom fields come from the configuration; what the screen lacks is named")
    func configured() async throws {
        try await JiraTestBed.with(options: Self.options) { bed in
            let fields = ["priority", "components", "customfield_10010", "customfield_10011"]
            await bed.jira.set(\.projects, ["SEC": [Self.type(with: fields)]])
            await bed.jira.set(\.customFields, ["customfield_10011": ["name": "Team", "schema": ["type": "string"]]])
            let created = try await bed.ticketing.ensureTicket(.sample(gravest: .disabled))
            #expect(
                created.warnings == [
                    "JIRA does not take these fields for a Bug in SEC, so they are missing: Nowhere."
                ])
            let sent = await bed.jira.issues[0].fields
            #expect(sent["priority"] == ["name": "Highest"])
            #expect(sent["components"] == [["name": "Logging"]])
            #expect(sent["customfield_10010"] == ["value": "Cloud"])
            #expect(sent["customfield_10011"] == "SecOps")
        }
    }

    @Test("A finding without a priority of its own gets JIRA's")
    func noPriority() async throws {
        try await JiraTestBed.with(options: Self.options) { bed in
            await bed.jira.set(\.projects, ["SEC": [Self.type(with: ["priority"])]])
            _ = try await bed.ticketing.ensureTicket(.sample(gravest: .degraded))
            #expect(await bed.jira.issues[0].fields["priority"] == nil)
        }
    }

    @Test("A component and a priority that JIRA does not know are left out and named, the ticket is there")
    func unknownNames() async throws {
        try await JiraTestBed.with(options: Self.options) { bed in
            await bed.jira.set(\.projects, ["SEC": [Self.type(with: ["priority", "components"])]])
            await bed.jira.set(
                \.refusedFields, ["priority": "Priority name 'Highest' is not valid", "components": "not valid"])
            let created = try await bed.ticketing.ensureTicket(.sample(gravest: .disabled))
            #expect(
                created.warnings == [
                    "JIRA does not take these fields for a Bug in SEC, so they are missing: Nowhere, Team, components, customfield_10010, priority."
                ])
            #expect(created.ticket.key == "SEC-1")
        }
    }

    @Test("Watchers are found as assignees are, and who is not found is told", arguments: Flavor.allCases)
    func watchers(_ flavor: Flavor) async throws {
        var options = JiraTicketOptions()
        options.watchers = ["ada@example.com", "nobody"]
        try await JiraTestBed.with(flavor, options: options) { bed in
            await bed.jira.set(\.people, JiraWarningTests.people)
            let created = try await bed.ticketing.ensureTicket(.sample())
            #expect(created.warnings == ["JIRA knows nobody called nobody, who was to watch the ticket."])
            #expect(await bed.jira.issues[0].watchers == [flavor == .cloud ? "1" : "ada"])
        }
    }

    @Test("The description ends in the mark of the update it tells, however long it is", arguments: Flavor.allCases)
    func mark(_ flavor: Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            let long: [Message.Block] = [.code(String(repeating: "a\n", count: 40_000))]
            let id = "111111111111/eu-west-1@1700000000-open"
            _ = try await bed.ticketing.ensureTicket(.sample(description: long, updateIDs: [id]))
            let status = try await bed.ticketing.status(of: "SEC-1")
            #expect(status == TicketStatus(standing: .open, words: "To Do", updates: [id]))
        }
    }

    @Test(
        "A description about thousands of regions has one mark for all, and the same news is not told again",
        arguments: Flavor.allCases)
    func manyMarks(_ flavor: Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            let ids = (0..<5_000).map { "\(100_000_000_000 + $0)/eu-west-1@1700000000-open" }
            _ = try await bed.ticketing.ensureTicket(.sample(updateIDs: ids))
            let marks = try #require(try await bed.ticketing.status(of: "SEC-1")).updates
            #expect(marks.count == 1 && marks.first?.hasPrefix("5000-") == true)
            let same = TicketUpdate(ids: ids.reversed(), comment: [.paragraph("again")])
            let repeated = try await bed.make(same)
            #expect(repeated == .madeBefore)
            let fewer = TicketUpdate(ids: Array(ids.dropLast()), comment: [.paragraph("news")])
            let other = try await bed.make(fewer)
            #expect(other == .made(warnings: []))
        }
    }
}

@Suite("A ticket's parent")
struct JiraParentTests {
    static func options(_ parentage: JiraTicketOptions.Parentage) -> JiraTicketOptions {
        var options = JiraTicketOptions()
        options.parentage = parentage
        return options
    }

    static let epicLink: JSONValue = [
        "name": "Epic Link", "schema": ["type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"],
    ]

    @Test(
        "becomes its epic, in each JIRA's own way, also when it is found again", arguments: JiraDouble.Flavor.allCases)
    func epic(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor, options: Self.options(.epic)) { bed in
            let field = flavor == .cloud ? "parent" : "customfield_7"
            await bed.jira.set(\.projects, ["SEC": [JiraFieldsTests.type(with: [field])]])
            await bed.jira.set(\.customFields, ["customfield_7": Self.epicLink])
            await bed.jira.add("OPS-7")
            let draft = TicketDraft.sample(parent: "OPS-7")
            for ticketing in [bed.ticketing, bed.other(Self.options(.epic))] {
                let created = try await ticketing.ensureTicket(draft)
                #expect(created.warnings == [])
            }
            #expect(await bed.jira.issues[1].fields[field] == (flavor == .cloud ? ["key": "OPS-7"] : "OPS-7"))
            #expect(await bed.jira.issues[1].links == [])
        }
    }

    @Test(
        "is linked instead where the screen has no epic, or JIRA refuses this one, by either name",
        arguments: [nil, "parent", "parentId"])
    func noEpic(_ refused: String?) async throws {
        try await JiraTestBed.with(options: Self.options(.epic)) { bed in
            let fields = refused.map { _ in ["parent"] } ?? []
            await bed.jira.set(\.projects, ["SEC": [JiraFieldsTests.type(with: fields)]])
            await bed.jira.add("OPS-7")
            if let refused {
                await bed.jira.fail("POST issue", .instead(.error(400, fields: [refused: "OPS-7 is no epic"])))
            }
            let created = try await bed.ticketing.ensureTicket(.sample(parent: "OPS-7"))
            let missing = "JIRA does not take these fields for a Bug in SEC, so they are missing: parent."
            let linked = "The ticket cannot be put into the epic OPS-7, so it is linked instead."
            #expect(created.warnings == (refused.map { _ in [missing] } ?? []) + [linked])
            #expect(await bed.jira.issues.last?.links == [["Relates", "OPS-7"]])
        }
    }

    @Test("has it as a sub-task, of the project's own sub-task type", arguments: JiraDouble.Flavor.allCases)
    func subtask(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor, options: Self.options(.subtask)) { bed in
            var subtask = JiraFieldsTests.type("Sub-task", isSubtask: true, with: ["parent"])
            subtask.id = "10003"
            await bed.jira.set(\.projects, ["SEC": [.bug, subtask]])
            await bed.jira.add("SEC-1")
            let created = try await bed.ticketing.ensureTicket(.sample(parent: "SEC-1"))
            #expect(created.warnings == [])
            let issue = await bed.jira.issues[1]
            #expect(issue.fields["issuetype"] == ["id": "10003"] && issue.fields["parent"] == ["key": "SEC-1"])
            #expect(issue.links == [])
        }
    }

    @Test("in another project, or a sub-task itself, is linked")
    func noSubtask() async throws {
        try await JiraTestBed.with(options: Self.options(.subtask)) { bed in
            var subtask = JiraFieldsTests.type("Sub-task", isSubtask: true, with: ["parent"])
            subtask.id = "10003"
            await bed.jira.set(\.projects, ["SEC": [.bug, subtask]])
            await bed.jira.add("OPS-7")
            await bed.jira.add("SEC-1", fields: ["issuetype": ["id": "10003"]])
            for parent in ["OPS-7", "SEC-1"] {
                let created = try await bed.ticketing.ensureTicket(.sample(identity: parent, parent: parent))
                #expect(
                    created.warnings == ["The ticket cannot be a sub-task of \(parent), so it is linked instead."])
                #expect(await bed.jira.issues.last?.links == [["Relates", parent]])
            }
        }
    }
}
