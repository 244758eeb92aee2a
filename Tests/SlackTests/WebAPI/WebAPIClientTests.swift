import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("The Web API client")
struct WebAPIClientTests {
    private let time = ManualTime()

    private func client(_ http: ScriptedHTTP, apiURL: String = ScriptedHTTP.apiURL) -> WebAPIClient {
        WebAPIClient(token: Rotating(Secret("xoxb-1")), http: http, apiURL: apiURL, timing: time.timing)
    }

    private func message(_ channel: String = "C1") -> OutgoingMessage {
        OutgoingMessage(
            channel: channel, text: "hello", blocks: [.header(PlainText("hello", limit: 150))], thread_ts: "1.1",
            unfurl_links: false, unfurl_media: false)
    }

    /// One that can be found again.
    private var markedMessage: OutgoingMessage {
        var marked = message()
        marked.metadata = .init(event_type: "alert", event_payload: .init(mark: "m"))
        return marked
    }

    private static let identity = #"{"ok":true,"user_id":"UBOT","team_id":"T1","user":"cloudbot","team":"Ops"}"#
    private static let posted = #"{"ok":true,"channel":"C1","ts":"2.2"}"#

    @Test("A writing method sends JSON with the token in its header, and nothing unasked-for")
    func json() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [.json(Self.posted)]])
        let posted = try await client(http).postMessage(message())
        #expect(posted == ("C1", "2.2"))
        let call = try #require(http.calls.first)
        #expect(call.request.method == .post)
        #expect(call.request.url == "https://slack.test/api/chat.postMessage")
        #expect(call.request.headers["Authorization"] == "Bearer xoxb-1")
        #expect(call.request.headers["Content-Type"] == "application/json; charset=utf-8")
        #expect(
            call.body
                == #"{"blocks":[{"text":{"emoji":false,"text":"hello","type":"plain_text"},"type":"header"}],"channel":"C1","#
                + #""text":"hello","thread_ts":"1.1","unfurl_links":false,"unfurl_media":false}"#)
    }

    @Test("A reading method sends a form, every character escaped")
    func form() async throws {
        let user = #"{"ok":true,"user":{"id":"U1","name":"ann"}}"#
        let http = ScriptedHTTP(["users.lookupByEmail": [.json(user)]])
        let found = try await client(http).user(email: "a+b&c=d é@x.example")
        #expect(found.id == "U1")
        #expect(http.calls.first?.body == "email=a%2Bb%26c%3Dd%20%C3%A9%40x.example")
        #expect(http.calls.first?.request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    }

    @Test("The API's address may be given without its last slash")
    func slash() async throws {
        let http = ScriptedHTTP(["auth.test": [.json(Self.identity)]])
        let bot = try await client(http, apiURL: "https://slack.test/api").authTest()
        #expect(bot.userID == "UBOT")
        #expect(bot.teamID == "T1")
    }

    @Test("A token that was replaced is read anew when Slack refuses the old one, and the call is made again")
    func rotation() async throws {
        let refused = ScriptedHTTP.Reply.json(#"{"ok":false,"error":"token_revoked"}"#)
        let http = ScriptedHTTP(["chat.postMessage": [refused, .json(Self.posted)]])
        let token = Rotating(Secret("xoxb-1")) { _ in Secret("xoxb-2") }
        let client = WebAPIClient(token: token, http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
        _ = try await client.postMessage(message())
        _ = try await client.postMessage(message())
        #expect(
            http.calls.map { $0.request.headers["Authorization"] } == [
                "Bearer xoxb-1", "Bearer xoxb-2", "Bearer xoxb-2",
            ])
    }

    @Test("A refusal for another reason than the token reads nothing anew")
    func noRotation() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [.json(#"{"ok":false,"error":"is_archived"}"#)]])
        let token = Rotating(Secret("xoxb-1")) { _ in
            Issue.record("read anew")
            return nil
        }
        let client = WebAPIClient(token: token, http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
        await #expect(throws: WebAPIError.self) { try await client.postMessage(message()) }
    }

    @Test("A 429 waits as long as Retry-After says")
    func retryAfter() async throws {
        let limited = ScriptedHTTP.Reply.json("", status: 429, headers: ["Retry-After": "7"])
        let http = ScriptedHTTP(["chat.postMessage": [limited, .json(Self.posted)]])
        _ = try await client(http).postMessage(message())
        #expect(time.sleeps == [.seconds(7)])
        #expect(http.methods == ["chat.postMessage", "chat.postMessage"])
    }

    @Test("A rate limit said with HTTP 200 is one, in both spellings", arguments: ["ratelimited", "rate_limited"])
    func rateLimitedBody(error: String) async throws {
        let limited = ScriptedHTTP.Reply.json(
            #"{"ok":false,"error":"\#(error)"}"#, headers: ["retry-after": "3"])
        let http = ScriptedHTTP(["users.info": [limited, .json(#"{"ok":true,"user":{"id":"U1"}}"#)]])
        _ = try await client(http).user("U1")
        #expect(time.sleeps == [.seconds(3)])
    }

    @Test("A rate limit that does not end is given up")
    func endlessLimit() async throws {
        let http = ScriptedHTTP(["auth.test": [.json("", status: 429, headers: ["Retry-After": "1"])]])
        await #expect(throws: WebAPIError(method: "auth.test", reason: .rateLimited(.seconds(1)))) {
            try await client(http).authTest()
        }
        #expect(http.calls.count == 5)
    }

    static let passing: [ScriptedHTTP.Reply] = [
        .json("upstream trouble", status: 500), .json("", status: 503), .json("<html>", status: 200),
        .json(#"{"ok":true,"user_id":"UB"#), .json(#"{"ok":false,"error":"internal_error"}"#),
        .failure(TransportError(.connectionFailed, "")), .failure(TransportError(.connectionLost, "")),
        .failure(TransportError(.timedOut, "")),
    ]

    @Test("Reading is tried again after whatever may pass", arguments: passing)
    func harmless(reply: ScriptedHTTP.Reply) async throws {
        let http = ScriptedHTTP(["auth.test": [reply, .json(Self.identity)]])
        let bot = try await client(http).authTest()
        #expect(bot.userID == "UBOT")
        #expect(time.sleeps == [.milliseconds(125)])
    }

    @Test("A post that can be found again is repeated only when it certainly was not carried out")
    func posting() async throws {
        let undone: [ScriptedHTTP.Reply] = [
            .failure(TransportError(.connectionFailed, "")), .failure(TransportError(.nameNotResolved, "")),
            .json(#"{"ok":false,"error":"service_unavailable"}"#), .json(#"{"ok":false,"error":"request_timeout"}"#),
        ]
        for reply in undone {
            let http = ScriptedHTTP(["chat.postMessage": [reply, .json(Self.posted)]])
            _ = try await client(http).postMessage(markedMessage)
            #expect(http.calls.count == 2)
        }
        let uncertain: [ScriptedHTTP.Reply] = [
            .failure(TransportError(.connectionLost, "")), .failure(TransportError(.timedOut, "")),
            .json(#"{"ok":true"#), .json("", status: 500), .json("", status: 503),
            .json(#"{"ok":false,"error":"internal_error"}"#), .json(#"{"ok":false,"error":"fatal_error"}"#),
        ]
        for reply in uncertain {
            let http = ScriptedHTTP(["chat.postMessage": [reply, .json(Self.posted)]])
            await #expect(throws: WebAPIError.self) { try await client(http).postMessage(markedMessage) }
            #expect(http.calls.count == 1)
        }
    }

    @Test("What nobody could find again is repeated when Slack says that it failed")
    func unfindable() async throws {
        for reply in [ScriptedHTTP.Reply.json("", status: 500), .json(#"{"ok":false,"error":"internal_error"}"#)] {
            let http = ScriptedHTTP(["chat.postEphemeral": [reply, .json(#"{"ok":true}"#)]])
            try await client(http).postEphemeral(message())
            #expect(http.calls.count == 2)
            let unmarked = ScriptedHTTP(["chat.postMessage": [reply, .json(Self.posted)]])
            _ = try await client(unmarked).postMessage(message())
            #expect(unmarked.calls.count == 2)
        }
        let http = ScriptedHTTP(["chat.postEphemeral": [.failure(TransportError(.timedOut, ""))]])
        await #expect(throws: WebAPIError.self) { try await client(http).postEphemeral(message()) }
        #expect(http.calls.count == 1)
    }

    @Test("A refusal is final, and keeps what Slack says")
    func refusal() async throws {
        let answer =
            #"{"ok":false,"error":"missing_scope","needed":"users:read","provided":"chat:write","#
            + #""response_metadata":{"messages":["[ERROR] no"]}}"#
        let http = ScriptedHTTP(["auth.test": [.json(answer)]])
        let refusal = WebAPIError.Refusal(
            error: "missing_scope", needed: "users:read", provided: "chat:write", details: ["[ERROR] no"])
        await #expect(throws: WebAPIError(method: "auth.test", reason: .refused(refusal))) {
            try await client(http).authTest()
        }
        #expect(http.calls.count == 1)
    }

    @Test("apps.connections.open is left to the connection's own pace")
    func openConnection() async throws {
        let http = ScriptedHTTP(["apps.connections.open": [.json("", status: 503)]])
        await #expect(throws: WebAPIError(method: "apps.connections.open", reason: .status(503))) {
            try await client(http).openConnection()
        }
        #expect(http.calls.count == 1)
    }

    @Test("A list is read to its last page")
    func pages() async throws {
        let http = ScriptedHTTP([
            "users.list": [
                .json(#"{"ok":true,"members":[{"id":"U1"},{"id":"U2"}],"response_metadata":{"next_cursor":"a="}}"#),
                .json(#"{"ok":true,"members":[{"id":"U3"}],"response_metadata":{"next_cursor":"b"}}"#),
                .json(#"{"ok":true,"members":[{"id":"U4"}],"response_metadata":{"next_cursor":""}}"#),
            ]
        ])
        let users = try await client(http).users()
        #expect(users.map(\.id) == ["U1", "U2", "U3", "U4"])
        #expect(http.calls.map(\.body) == ["limit=1000", "limit=1000&cursor=a%3D", "limit=1000&cursor=b"])
    }

    @Test("A list without pages is read once")
    func onePage() async throws {
        let http = ScriptedHTTP(["conversations.list": [.json(#"{"ok":true,"channels":[{"id":"C1","name":"ops"}]}"#)]])
        let channels = try await client(http).channels()
        #expect(channels == [SlackChannel(id: "C1", name: "ops")])
        #expect(
            http.calls.map(\.body) == ["types=public_channel%2Cprivate_channel&exclude_archived=true&limit=1000"])
    }

    @Test("A cursor that repeats itself ends in an error, not in a circle")
    func circle() async throws {
        let page = #"{"ok":true,"members":[],"response_metadata":{"next_cursor":"a"}}"#
        let http = ScriptedHTTP(["users.list": [.json(page)]])
        await #expect(throws: WebAPIError(method: "users.list", reason: .malformed("the same cursor twice"))) {
            try await client(http).users()
        }
    }

    @Test("A channel takes a burst at once, then a message a second; another channel does not wait")
    func pacing() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [.json(Self.posted)]])
        let client = client(http)
        for _ in 1...4 { _ = try await client.postMessage(message()) }
        #expect(time.sleeps == [])
        for _ in 1...2 { _ = try await client.postMessage(message()) }
        #expect(time.sleeps == [.seconds(1), .seconds(1)])
        _ = try await client.postMessage(message("C2"))
        #expect(time.sleeps.count == 2)
    }

    @Test("A method takes half a minute's calls at once, then keeps to its tier; another method does not wait")
    func tiers() async throws {
        let http = ScriptedHTTP([
            "conversations.list": [.json(#"{"ok":true,"channels":[]}"#)], "auth.test": [.json(Self.identity)],
        ])
        let client = client(http)
        for _ in 1...10 { _ = try await client.channels() }
        #expect(time.sleeps == [])
        for _ in 1...2 { _ = try await client.channels() }
        #expect(time.sleeps == [.seconds(3), .seconds(3)])
        for _ in 1...500 { _ = try await client.authTest() }
        #expect(time.sleeps.count == 2)
    }

    @Test("Retry-After of a method holds back its other callers, too")
    func blockedMethod() {
        let (pacer, now) = (MethodPacer(), ContinuousClock.now)
        pacer.block(.usersInfo, for: .seconds(30), now: now)
        #expect(pacer.reserve(.usersInfo, now: now) == .seconds(30))
        #expect(pacer.reserve(.chatUpdate, now: now) == .zero)
        #expect(pacer.reserve(.authTest, now: now) == .zero)
    }

    @Test("A response_url is posted to without the token, and its refusal is understood")
    func respond() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP([url: [.json("ok"), .json(#"{"ok":false,"error":"used_url"}"#, status: 404)]])
        let message = ResponseMessage(response_type: .asker, text: "hello", blocks: [])
        try await client(http).respond(to: url, with: message)
        #expect(http.calls.first?.request.headers["Authorization"] == nil)
        #expect(
            http.calls.first?.body
                == #"{"blocks":[],"replace_original":false,"response_type":"ephemeral","text":"hello"}"#)
        let refusal = WebAPIError.Refusal(error: "used_url")
        await #expect(throws: WebAPIError(method: "response_url", reason: .refused(refusal))) {
            try await client(http).respond(to: url, with: message)
        }
    }

    @Test("The token is in no error")
    func secrecy() async throws {
        let http = ScriptedHTTP(["auth.test": [.json(#"{"ok":false,"error":"invalid_auth"}"#)]])
        do {
            _ = try await client(http).authTest()
            Issue.record("no error")
        } catch {
            #expect(!"\(error)".contains("xoxb"))
        }
    }
}
