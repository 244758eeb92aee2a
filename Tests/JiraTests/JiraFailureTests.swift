import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("When JIRA fails")
struct JiraFailureTests {
    typealias Answer = JiraDouble.Answer

    /// One way to fail, and what the caller is told.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let call: String
        let fault: JiraDouble.Fault
        /// How often it happens.
        var times = 1
        let error: TicketingError

        init(
            _ name: String, _ call: String, _ fault: JiraDouble.Fault, times: Int = 1, _ code: TicketingError.Code,
            _ message: String
        ) {
            (self.name, self.call, self.fault, self.times) = (name, call, fault, times)
            error = TicketingError(code, message)
        }

        var testDescription: String { name }
    }

    static let html = "<html><body>Go away</body></html>"

    static let rows = [
        Row(
            "401", "search", .instead(Answer(status: 401, body: html)), .unauthorized,
            "JIRA refused the bot's credentials (401): check JIRA_TOKEN, and that the personal access token has not expired."
        ),
        Row(
            "403", "POST issue", .instead(.error(403, ["You cannot create issues in this project."])), .unauthorized,
            "The bot's JIRA account may not do this (403): check its permissions in the project: You cannot create issues in this project."
        ),
        Row(
            "403 with a CAPTCHA", "GET serverInfo",
            .instead(
                Answer(status: 403, headers: ["X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=x"])),
            .unauthorized,
            "JIRA wants a CAPTCHA after too many failed logins (403): log in once with the bot's account in a browser."),
        Row(
            "a redirect", "search",
            .instead(Answer(status: 302, headers: ["Location": "https://elsewhere.invalid/login"])), .unavailable,
            "JIRA redirected the bot (302), which it does not follow: check the server's address."),
        Row(
            "an answer that is not JSON", "search", .instead(Answer(status: 200, body: html)), .unavailable,
            "What answered (200) in JIRA's place is not JIRA's API: check the server's address."),
        Row(
            "JSON that is not JIRA's", "GET serverInfo", .instead(.json(["hello": "world"])), .unavailable,
            "What answered (200) in JIRA's place is not JIRA's API: check the server's address."),
        Row(
            "a search without issues", "search", .instead(.json(["warning": "none"])), .unavailable,
            "What answered (200) in JIRA's place is not JIRA's API: check the server's address."),
        Row(
            "429 that does not end", "GET issue/createmeta",
            .instead(Answer(status: 429, headers: ["Retry-After": "1"], body: html)), times: 4, .unavailable,
            "JIRA limits the bot's requests (429): try again later."),
        Row(
            "500 that does not end", "search", .instead(Answer(status: 500, body: html)), times: 4, .unavailable,
            "JIRA has trouble of its own (500): try again later."),
        Row(
            "a required field of JIRA's own", "POST issue",
            .instead(.error(400, ["Not so."], fields: ["customfield_1": "Team is required."])), .refused,
            "JIRA refused the request (400): Not so; customfield_1: Team is required."),
        Row(
            "400 without JSON", "POST issue", .instead(Answer(status: 400, body: html)), .refused,
            "JIRA refused the request (400)."),
    ]

    @Test(
        "the caller is told why in one sentence, and there is no ticket", arguments: rows, JiraDouble.Flavor.allCases)
    func table(_ row: Row, _ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            for _ in 0..<row.times { await bed.jira.fail(row.call, row.fault) }
            #expect(await bed.failure() == row.error)
            #expect(await bed.jira.issues == [])
            // Afterwards everything is as it should be: the failure left nothing behind.
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
        }
    }

    @Test("an unknown project is named", arguments: JiraDouble.Flavor.allCases)
    func unknownProject(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            #expect(
                await bed.failure(.sample(project: "NO/PE"))
                    == TicketingError(.notFound, "JIRA has no project `NO/PE`, or the bot's account may not see it."))
        }
    }

    @Test("an unknown issue type is named beside those there are", arguments: JiraDouble.Flavor.allCases)
    func unknownType(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.set(\.projects, ["SEC": [.bug, .task, .init(id: "3", name: "Risk", fields: [:])]])
            #expect(
                await bed.failure(.sample(issueType: "Incident"))
                    == TicketingError(
                        .notFound, "The JIRA project `SEC` has no issue type `Incident`; it has `Bug`, `Task`, `Risk`.")
            )
        }
    }

    @Test("a project the account may not create tickets in is named")
    func noTypes() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.projects, ["SEC": []])
            #expect(
                await bed.failure()
                    == TicketingError(.unauthorized, "The bot's JIRA account may not create tickets in `SEC`."))
        }
    }

    @Test("429 with HTML is waited for as long as Retry-After says, a creation too")
    func rateLimit() async throws {
        try await JiraTestBed.with { bed in
            let limited = Answer(status: 429, headers: ["Retry-After": "7"], body: Self.html)
            await bed.jira.fail("search", .instead(limited))
            await bed.jira.fail("POST issue", .instead(limited))
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
            #expect(bed.time.pauses == [.seconds(7), .seconds(7)])
        }
    }

    @Test("a Retry-After that is longer than people wait is not waited for")
    func longRateLimit() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.fail("search", .instead(Answer(status: 429, headers: ["Retry-After": "3600"])))
            #expect(
                await bed.failure()
                    == TicketingError(.unavailable, "JIRA limits the bot's requests (429): try again later."))
            #expect(bed.time.pauses == [])
        }
    }

    @Test("a question is repeated after 500, with longer and longer pauses")
    func repeated() async throws {
        try await JiraTestBed.with { bed in
            for _ in 0..<3 { await bed.jira.fail("GET issue/createmeta", .instead(Answer(status: 500))) }
            let ticket = try await bed.ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
            #expect(bed.time.pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
        }
    }

    @Test("a silent JIRA is given up after the time-out")
    func silence() async throws {
        try await JiraTestBed.with(timeout: .milliseconds(100)) { bed in
            for _ in 0..<4 { await bed.jira.fail("GET serverInfo", .hang) }
            let error = await bed.failure()
            #expect(error?.code == .unavailable)
            #expect(error?.message.hasPrefix("JIRA did not answer (") == true)
            #expect(bed.time.pauses.count == 3)
        }
    }

    @Test("an address where nobody listens is told as such")
    func nobodyThere() async throws {
        try await JiraTestBed.with { bed in
            let transport = FailingTransport(error: TransportError(.connectionFailed, "Nobody listens there."))
            let ticketing = JiraTestBed.ticketing(bed.base, transport, bed.time)
            let error = await JiraTestBed.failure(of: ticketing)
            #expect(error == TicketingError(.unavailable, "JIRA did not answer (Nobody listens there)."))
        }
    }

    private struct FailingTransport: HTTPTransport {
        let error: TransportError

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { throw error }
    }
}
