import ChatOps
import CloudTrailCore
import CurlTransport
import Networking
import Synchronization
import TestSupport
import Testing

@testable import Jira

@Suite("How the bot is let into JIRA")
struct JiraAccessTests {
    static let stamp = OAuthStamp(timestamp: 1, nonce: "n")

    private func ticketing(_ bed: JiraTestBed, _ credentials: JiraCredentials) -> JiraTicketing {
        JiraTestBed.ticketing(
            bed.base, credentials: credentials, ForwardingTransport(jira: bed.jira), bed.time, gateway: bed.base)
    }

    @Test(
        "Each kind of credentials travels as JIRA wants it, and is printed nowhere",
        arguments: [
            (
                JiraCredentials.apiToken(email: "bot@example.com", token: Secret("tok:en")),
                "Basic Ym90QGV4YW1wbGUuY29tOnRvazplbg=="
            ),
            (.personalAccessToken(Secret("tok:en")), "Bearer tok:en"),
            (.password(user: "bot", password: Secret("tok:en")), "Basic Ym90OnRvazplbg=="),
        ])
    func headers(_ credentials: JiraCredentials, _ header: String) async throws {
        #expect(!"\(credentials)".contains("tok:en"))
        try await JiraTestBed.with(.dataCenter) { bed in
            await bed.jira.set(\.authorization, header)
            let ticket = try await ticketing(bed, credentials).ensureTicket(.sample()).ticket
            #expect(ticket.key == "SEC-1")
        }
    }

    @Test("Credentials that were replaced are read anew when JIRA refuses the old ones, of whatever kind they are")
    func rotation() async throws {
        try await JiraTestBed.with(.dataCenter) { bed in
            await bed.jira.set(\.authorization, "Bearer old")
            let kept = Mutex<JiraCredentials?>(nil)
            let credentials = Rotating(JiraCredentials.personalAccessToken(Secret("old"))) { _ in
                kept.withLock { $0 }
            }
            let client = JiraClient(
                address: JiraAddress(server: bed.base), credentials: credentials,
                transport: ForwardingTransport(jira: bed.jira), timeout: .seconds(20), patience: JiraPatience())
            let ticketing = JiraTicketing(JiraConnection(client: client))
            let key = try await ticketing.ensureTicket(.sample()).ticket.key
            #expect(key == "SEC-1")

            await bed.jira.set(\.authorization, "Basic Ym90OnRvazplbg==")
            kept.withLock { $0 = .password(user: "bot", password: Secret("tok:en")) }
            let standing = try await ticketing.status(of: "SEC-1")?.standing
            #expect(standing == .open)
            let shown = await bed.jira.calls.map(\.authorization)
            let change = try #require(shown.firstIndex(of: "Basic Ym90OnRvazplbg=="))
            // The old ones are shown once more than they are good, and never again.
            #expect(shown[..<change].allSatisfy { $0 == "Bearer old" })
            #expect(shown[change...].allSatisfy { $0 == "Basic Ym90OnRvazplbg==" })
        }
    }

    @Test("A key that was kept on one line is read as the lines it was")
    func keyOnOneLine() async throws {
        let pem = try await ChildProcess.output(of: ["openssl", "genrsa", "2048"]).joined(separator: "\\n")
        #expect(throws: Never.self) {
            try OAuthCredentials(consumerKey: "k", accessToken: Secret("t"), privateKey: Secret(pem))
        }
    }

    @Test("A token with scopes, which the site refuses, is taken to the gateway; links stay those that people open")
    func gateway() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.authorization, "Basic of somebody else")
            await bed.jira.set(\.scopedAuthorization, "Basic Ym90QGV4YW1wbGUuY29tOnQ=")
            let ticketing = ticketing(bed, .apiToken(email: "bot@example.com", token: Secret("t")))
            let ticket = try await ticketing.ensureTicket(.sample()).ticket
            #expect(ticket.url == "\(bed.base)/browse/SEC-1")
            #expect(
                await bed.jira.calls.prefix(5).map(\.path) == [
                    "/rest/api/2/serverInfo", "/rest/api/3/myself", "/_edge/tenant_info",
                    "/ex/jira/\(JiraDouble.cloudID)/rest/api/2/serverInfo",
                    "/ex/jira/\(JiraDouble.cloudID)/rest/api/3/myself",
                ])
            #expect(await bed.jira.calls[2].authorization == nil)
        }
    }

    @Test("A token that neither takes is told as refused, and one that lacks a scope as such")
    func refusedTwice() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.set(\.authorization, "Basic of somebody else")
            await bed.jira.set(\.scopedAuthorization, "Basic of somebody else")
            let token = JiraCredentials.apiToken(email: "bot@example.com", token: Secret("t"))
            #expect(
                await JiraTestBed.failure(of: ticketing(bed, token))
                    == TicketingError(
                        .unauthorized,
                        "JIRA refused the bot's credentials (401): check JIRA_EMAIL and JIRA_API_TOKEN, and that the API token has not expired."
                    ))
            let lacking = JiraDouble.Answer.json(
                ["code": 401, "message": "Unauthorized; scope does not match"], status: 401)
            await bed.jira.fail("GET myself", .instead(JiraDouble.Answer(status: 401)))
            await bed.jira.fail("rest/api/3/myself", .instead(lacking))
            #expect(
                await JiraTestBed.failure(of: ticketing(bed, token))
                    == TicketingError(
                        .unauthorized,
                        "The bot's JIRA token lacks a scope (401): it needs read:jira-work, write:jira-work and read:jira-user."
                    ))
        }
    }

    @Test("A Data Center that refuses has no gateway to try")
    func noGateway() async throws {
        try await JiraTestBed.with(.dataCenter) { bed in
            await bed.jira.fail("GET serverInfo", .instead(JiraDouble.Answer(status: 401)))
            let password = JiraCredentials.password(user: "bot", password: Secret("t"))
            #expect(
                await JiraTestBed.failure(of: ticketing(bed, password))
                    == TicketingError(
                        .unauthorized,
                        "JIRA refused the bot's credentials (401): check JIRA_USER and JIRA_PASSWORD, and that JIRA still takes passwords."
                    ))
        }
    }

    @Test("A JIRA behind a private authority is trusted by that authority's file alone")
    func privateAuthority() async throws {
        let jira = JiraDouble(.dataCenter)
        try await TestCertificates.with { certificates in
            try await JiraServer.with(jira) { base in
                let port = try #require(UInt16(base.split(separator: ":").last ?? ""))
                try await TLSServer.with(try await certificates.identity(), forwardingTo: port) { server in
                    func ticketing(_ file: String?) throws -> (JiraTicketing, CurlTransport) {
                        var options = CurlTransport.Options(userAgent: "tests")
                        options.certificateFile = file
                        let transport = try CurlTransport(options: options)
                        return (
                            JiraTestBed.ticketing("https://127.0.0.1:\(server.port)", transport, TestTime()), transport
                        )
                    }
                    let (trusting, first) = try ticketing(certificates.authority)
                    let key = try await trusting.ensureTicket(.sample()).ticket.key
                    #expect(key == "SEC-1")
                    let (strict, second) = try ticketing(nil)
                    let error = await JiraTestBed.failure(of: strict)
                    #expect(error?.code == .unavailable)
                    #expect(error?.message.hasPrefix("JIRA did not answer (") == true)
                    first.shutdown()
                    second.shutdown()
                }
            }
        }
    }
}
