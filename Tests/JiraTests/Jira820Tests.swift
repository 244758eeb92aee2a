import ChatOps
import CloudTrailCore
import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@testable import Jira

@Suite("jira820, a Data Center that others wrote")
struct Jira820Tests {
    /// A ticket under a ticket that is there from the start.
    static let draft = TicketDraft.sample(
        assignee: "nobody", parent: "SEC-1", description: [.code(String(repeating: "a\n", count: 40_000))],
        updateIDs: ["111111111111/eu-west-1@1-open"])

    private func with(
        screen: [String], _ body: (JiraTicketing, String, CurlTransport) async throws -> Void
    ) async throws {
        try await Jira820.with(screen: screen) { base in
            let transport = try CurlTransport(options: .init(userAgent: "tests"))
            try await body(JiraTestBed.ticketing(base, transport, TestTime()), base, transport)
            transport.shutdown()
        }
    }

    /// The fields of a ticket as they stand.
    private func fields(_ key: String, _ base: String, _ transport: CurlTransport) async throws -> JSONValue {
        let answer = try await transport.send(HTTPRequest(url: "\(base)/rest/api/2/issue/\(key)"))
        return try #require(JSONValue(answer.body)?["fields"])
    }

    @Test("A ticket is created once, linked, told, closed, reopened and pointed at Slack")
    func life() async throws {
        try await with(screen: ["resolution"]) { ticketing, base, transport in
            let created = try await ticketing.ensureTicket(Self.draft)
            let key = created.ticket.key
            #expect(created.ticket.url == "\(base)/browse/\(key)")
            #expect(created.warnings.count == 2, "the cut description, and nobody to assign: \(created.warnings)")
            let again = try await JiraTestBed.ticketing(base, transport, TestTime()).ensureTicket(Self.draft)
            #expect(again.ticket.key == key)

            let new = try await fields(key, base, transport)
            #expect(new["summary"]?.string == Self.draft.summary)
            #expect(new["labels"]?.array?.first?.string == TicketDraft.label)
            #expect(new["attachment"]?.array?.compactMap { $0["filename"]?.string } == ["trailwatch.txt"])
            let links = new["issuelinks"]?.array ?? []
            #expect(links.compactMap { ($0["outwardIssue"] ?? $0["inwardIssue"])?["key"]?.string } == ["SEC-1"])

            let closed = try await ticketing.make(JiraUpdateTests.update(), on: key)
            #expect(closed == TicketUpdateOutcome.made(warnings: []))
            let status = try #require(try await ticketing.status(of: key))
            #expect(status.standing == .done && status.words == "Done (Done)")
            #expect(status.updates == [JiraUpdateTests.id, "111111111111/eu-west-1@1-open"])
            let repeated = try await ticketing.make(JiraUpdateTests.update(), on: key)
            #expect(repeated == TicketUpdateOutcome.madeBefore)

            _ = try await ticketing.make(JiraUpdateTests.update(.open, id: "again"), on: key)
            #expect(try await fields(key, base, transport)["status"]?["name"]?.string != "Done")
            for title in ["one", "two"] {
                try await ticketing.link(key, to: TicketLink(id: "slack", title: title, url: "https://x.slack.com/1"))
            }
            let answer = try await transport.send(HTTPRequest(url: "\(base)/rest/api/2/issue/\(key)/remotelink"))
            let titles = JSONValue(answer.body)?.array?.compactMap { $0["object"]?["title"]?.string }
            #expect(titles == ["two"])
        }
    }

    @Test("A closing screen that asks for logged work leaves the ticket open, and says so under it")
    func unfillable() async throws {
        try await with(screen: ["worklog", "resolution", "comment?"]) { ticketing, base, transport in
            let key = try await ticketing.ensureTicket(.sample()).ticket.key
            let outcome = try await ticketing.make(JiraUpdateTests.update(), on: key)
            guard case .made(let warnings) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(warnings.count == 1 && warnings[0].hasSuffix("please close it by hand."))
            let answer = try await transport.send(HTTPRequest(url: "\(base)/rest/api/2/issue/\(key)/comment"))
            let comments = JSONValue(answer.body)?["comments"]?.array ?? []
            #expect(comments.count == 1)
            #expect(comments.first?["body"]?.string?.contains("please close it by hand") == true)
        }
    }
}
