import ChatOps
import FoundationEssentials
import Networking
import Testing

@testable import Jira

@Suite("A ticket's updates")
struct JiraUpdateTests {
    typealias Flavor = JiraDouble.Flavor

    static let id = "111111111111/eu-west-1@1700000000-resolved"

    static func update(
        _ standing: TicketUpdate.Standing? = .done, id: String = id, adding added: Set<String> = [],
        removing removed: Set<String> = []
    ) -> TicketUpdate {
        TicketUpdate(
            ids: [id], comment: [.paragraph("CloudTrail works again.")], standing: standing, addedLabels: added,
            removedLabels: removed)
    }

    static func with(
        _ flavor: Flavor = .cloud, options: JiraTicketOptions = JiraTicketOptions(),
        _ body: (JiraTestBed) async throws -> Void
    ) async throws {
        try await JiraTestBed.with(flavor, options: options) { bed in
            await bed.jira.append(
                JiraDouble.Issue(key: "SEC-1", fields: ["labels": ["cloudtrail", "whitelisted"]], assigneeID: "5b10"))
            try await body(bed)
        }
    }

    static func issue(_ bed: JiraTestBed) async -> JiraDouble.Issue { await bed.jira.issues[0] }

    /// The text of a comment, whatever its format.
    static func text(_ comment: JSONValue) -> String {
        comment.string ?? comment["text"]?.string
            ?? (comment["content"]?.array ?? []).map(text).joined(separator: comment["type"] == "doc" ? "\n\n" : "")
    }

    @Test(
        "Labels are changed, the ticket is closed with a resolution, and a comment says why", arguments: Flavor.allCases
    )
    func close(_ flavor: Flavor) async throws {
        try await Self.with(flavor) { bed in
            let update = Self.update(adding: ["new"], removing: ["whitelisted"])
            let outcome1 = try await bed.make(update)
            #expect(outcome1 == .made(warnings: []))
            let issue = await Self.issue(bed)
            #expect(issue.labels == ["cloudtrail", "new"])
            #expect(issue.status == .done && issue.resolution == "Done")
            let mark = "Trailwatch update \(Self.id)"
            #expect(
                issue.comments.map(Self.text) == [
                    flavor == .cloud
                        ? "CloudTrail works again.\n\n\(mark)"
                        : "CloudTrail works again.\n\n{color:#707070}\(mark){color}"
                ])
        }
    }

    @Test("The same update is made once, and what people did since stays", arguments: Flavor.allCases)
    func once(_ flavor: Flavor) async throws {
        try await Self.with(flavor) { bed in
            _ = try await bed.make(Self.update())
            _ = await bed.jira.update("SEC-1") { $0.status = .inProgress }
            let again = try await bed.other().make(Self.update(), on: "SEC-1")
            #expect(again == .madeBefore)
            #expect(await Self.issue(bed).status == .inProgress)
            #expect(await Self.issue(bed).comments.count == 1)
        }
    }

    @Test("A closed ticket is reopened, and its resolution goes", arguments: Flavor.allCases)
    func reopen(_ flavor: Flavor) async throws {
        try await Self.with(flavor) { bed in
            _ = try await bed.make(Self.update())
            _ = try await bed.make(Self.update(.open, id: "again"))
            let issue = await Self.issue(bed)
            #expect(issue.status == .toDo && issue.resolution == nil && issue.comments.count == 2)
        }
    }

    @Test("A ticket that stands where it should is only told")
    func nothingToMove() async throws {
        try await Self.with { bed in
            _ = try await bed.make(Self.update(.open))
            _ = try await bed.make(Self.update(nil, id: "other"))
            #expect(await bed.jira.callNames.count { $0.contains("transitions") } == 0)
            #expect(await Self.issue(bed).comments.count == 2)
        }
    }

    @Test("A screen that takes a comment gets it with the transition")
    func commentOnScreen() async throws {
        try await Self.with { bed in
            let fields: JSONValue = ["comment": ["required": true, "name": "Comment"]]
            await bed.jira.set(
                \.transitions, [.init(id: "5", name: "Finish", from: ["To Do"], to: .done, fields: fields)])
            let outcome2 = try await bed.make(Self.update())
            #expect(outcome2 == .made(warnings: []))
            let outcome3 = try await bed.make(Self.update())
            #expect(outcome3 == .madeBefore)
            #expect(await Self.issue(bed).comments.count == 1)
            #expect(await Self.issue(bed).status == .done)
        }
    }

    @Test("Where no transition fits, the comment says so", arguments: Flavor.allCases)
    func noTransition(_ flavor: Flavor) async throws {
        try await Self.with(flavor) { bed in
            await bed.jira.set(\.transitions, JiraDouble.Transition.usual.filter { $0.name != "Close" })
            let sentence =
                "JIRA offers no transition that would close the ticket from To Do, or one that asks for fields I cannot fill: please close it by hand."
            let outcome4 = try await bed.make(Self.update())
            #expect(outcome4 == .made(warnings: [sentence]))
            let issue = await Self.issue(bed)
            #expect(issue.status == .toDo && Self.text(issue.comments[0]).contains("please close it by hand"))
        }
    }

    @Test("A transition that JIRA refuses leaves a comment, and is told")
    func refusedTransition() async throws {
        try await Self.with { bed in
            await bed.jira.fail("POST issue/SEC-1/transitions", .instead(.error(400, ["Approval is missing."])))
            let outcome9 = try await bed.make(Self.update())
            #expect(
                outcome9
                    == .made(warnings: [
                        "JIRA did not let me close the ticket (JIRA refused the request (400): Approval is missing): please close it by hand."
                    ]))
            #expect(await Self.issue(bed).comments.count == 1)
        }
    }

    @Test("409 is looked at again: done meanwhile, or tried once more, or told", arguments: [1, 2])
    func conflict(_ times: Int) async throws {
        try await Self.with { bed in
            for _ in 0..<times { await bed.jira.fail("POST issue/SEC-1/transitions", .instead(.error(409))) }
            if times == 1 {
                let outcome5 = try await bed.make(Self.update())
                #expect(outcome5 == .made(warnings: []))
            } else {
                await #expect(
                    throws: TicketingError(
                        .unavailable, "JIRA is changing the same ticket at this moment (409): try again later.")
                ) { try await bed.make(Self.update()) }
                #expect(await Self.issue(bed).comments == [])
                let outcome6 = try await bed.make(Self.update())
                #expect(outcome6 == .made(warnings: []))
            }
            #expect(await Self.issue(bed).status == .done)
            #expect(await Self.issue(bed).comments.count == 1)
        }
    }

    @Test("409 because somebody closed it is as good as closed")
    func closedMeanwhile() async throws {
        try await Self.with { bed in
            await bed.jira.fail("POST issue/SEC-1/transitions", .afterwards(.error(409)))
            let outcome7 = try await bed.make(Self.update())
            #expect(outcome7 == .made(warnings: []))
            #expect(await Self.issue(bed).closings == 1)
        }
    }

    @Test("A ticket that is gone is told as such")
    func gone() async throws {
        try await Self.with { bed in
            await #expect(
                throws: TicketingError(.notFound, "JIRA has no ticket SEC-9, or the bot's account may not see it.")
            ) { try await bed.make(Self.update(), on: "SEC-9") }
            let outcome8 = try await bed.status(of: "SEC-9")
            #expect(outcome8 == nil)
        }
    }

    @Test(
        "An update killed after any of its requests is completed by the next, with one comment",
        arguments: Flavor.allCases)
    func killed(_ flavor: Flavor) async throws {
        for deaths in 1... {
            var isDone = false
            try await Self.with(flavor) { bed in
                let update = Self.update(adding: ["new"])
                let mortal = MortalTransport(jira: bed.jira, requests: deaths)
                let first = JiraTestBed.ticketing(bed.base, mortal, bed.time)
                isDone = (try? await first.make(update, on: "SEC-1")) != nil
                _ = try await bed.other().make(update, on: "SEC-1")
                let issue = await Self.issue(bed)
                #expect(issue.status == .done && issue.comments.count == 1 && issue.closings == 1, "\(deaths)")
                #expect(issue.labels == ["cloudtrail", "whitelisted", "new"])
            }
            if isDone { break }
        }
    }

    @Test(
        "Its standing is read by the status's category and by what the resolution means",
        arguments: [
            (JiraDouble.Status.toDo, nil, TicketStatus.Standing.open, "To Do"),
            (.inProgress, nil, .open, "In Progress"), (.done, "Done", .done, "Done (Done)"),
            (.done, "Won’t Fix", .declined(until: Date(timeIntervalSince1970: 1_798_761_599)), "Done (Won’t Fix)"),
            (
                .init(name: "Rejected", category: "done"), nil,
                .declined(until: Date(timeIntervalSince1970: 1_798_761_599)), "Rejected"
            ),
        ] as [(JiraDouble.Status, String?, TicketStatus.Standing, String)])
    func standing(
        _ status: JiraDouble.Status, _ resolution: String?, _ standing: TicketStatus.Standing, _ words: String
    ) async throws {
        try await Self.with { bed in
            _ = await bed.jira.update("SEC-1") {
                ($0.status, $0.resolution) = (status, resolution)
                $0.fields["duedate"] = "2026-12-31"
            }
            let read = try #require(try await bed.status())
            #expect(read.standing == standing && read.words == words)
            // 2026-11-24T10:00:00.000+0100
            #expect(read.closedAt == (standing == .open ? nil : Date(timeIntervalSince1970: 1_795_510_800)))
        }
    }

    @Test("A link to a chat's message is set once for each id", arguments: Flavor.allCases)
    func remoteLink(_ flavor: Flavor) async throws {
        try await Self.with(flavor) { bed in
            for title in ["first", "second\nline"] {
                try await bed.ticketing.link(
                    "SEC-1", to: TicketLink(id: "slack=C1&1.2", title: title, url: "https://x.slack.com/p1"))
            }
            #expect(
                await Self.issue(bed).remoteLinks == [
                    "slack=C1&1.2": [
                        "globalId": "slack=C1&1.2", "relationship": "told in",
                        "object": ["url": "https://x.slack.com/p1", "title": "second line"],
                    ]
                ])
        }
    }
}
