import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite struct MessageTests {
    private let workspace = Workspace.sample()

    @Test(
        "Slack's errors come where Slack has them",
        arguments: [
            ("chat.postMessage", ["channel": "C0NONE", "text": "x"], "channel_not_found"),
            ("chat.postMessage", ["channel": "C0VAULT", "text": "x"], "channel_not_found"),
            ("chat.postMessage", ["channel": "C0QUIET", "text": "x"], "not_in_channel"),
            ("chat.postMessage", ["channel": "C0OPS"], "no_text"),
            ("chat.postMessage", ["text": "x"], "invalid_arguments"),
            ("chat.postMessage", ["channel": "C0OPS", "text": "x", "thread_ts": "soon"], "invalid_thread_ts"),
            ("chat.postEphemeral", ["channel": "C0OPS", "text": "x", "user": "U0GUS"], "user_not_in_channel"),
            ("chat.update", ["channel": "C0OPS", "ts": "1.000001", "text": "x"], "message_not_found"),
            ("conversations.join", ["channel": "C0VAULT"], "channel_not_found"),
            ("conversations.open", ["users": "U0NOBODY"], "user_not_found"),
            ("users.lookupByEmail", ["email": "nobody@example.com"], "users_not_found"),
            ("chat.shout", [:], "unknown_method"),
        ] as [(String, JSONValue, String)])
    func errors(method: String, arguments: JSONValue, expected: String) async {
        #expect(await workspace.error(method, arguments) == expected)
    }

    @Test("A token is checked: none, wrong, and of the wrong kind")
    func tokens() async {
        #expect(await workspace.call("auth.test", token: "xoxb-other")["error"] == "invalid_auth")
        let app = workspace.identity.appToken
        #expect(await workspace.call("auth.test", token: app)["error"] == "not_allowed_token_type")
        #expect(await workspace.call("auth.test")["user_id"] == "U0TRAILWATCH")
        await workspace.refuseTokens(with: "token_revoked")
        #expect(await workspace.call("auth.test")["error"] == "token_revoked")
    }

    @Test("A public channel can be joined, and then written to")
    func join() async {
        #expect(await workspace.error("conversations.join", ["channel": "C0QUIET"]) == nil)
        #expect(await workspace.error("chat.postMessage", ["channel": "C0QUIET", "text": "x"]) == nil)
        await workspace.archive("C0QUIET")
        #expect(await workspace.error("chat.postMessage", ["channel": "C0QUIET", "text": "x"]) == "is_archived")
    }

    @Test("A text of 40,001 characters is refused, one of 40,000 is not")
    func length() async {
        let text = String(repeating: "é", count: 40_000)
        #expect(await workspace.error("chat.postMessage", ["channel": "C0OPS", "text": .string(text)]) == nil)
        let longer: JSONValue = ["channel": "C0OPS", "text": .string(text + "!")]
        #expect(await workspace.error("chat.postMessage", longer) == "msg_too_long")
    }

    @Test("An update keeps the blocks and metadata it does not speak of, and empty ones remove them")
    func update() async throws {
        let posted = await workspace.call(
            "chat.postMessage",
            [
                "channel": "C0OPS", "text": "one", "blocks": [["type": "divider"]],
                "metadata": ["event_type": "trailwatch_provisional", "event_payload": [:]],
            ])
        let ts = try #require(posted["ts"]?.string)
        _ = await workspace.call("chat.update", ["channel": "C0OPS", "ts": .string(ts), "text": "two"])
        var message = try #require(await workspace.message(ts, in: "C0OPS"))
        #expect((message.text, message.blocks.count, message.isProvisional) == ("two", 1, true))
        let clearing: JSONValue = [
            "channel": "C0OPS", "ts": .string(ts), "text": "three", "blocks": [], "metadata": [:],
        ]
        #expect(await workspace.error("chat.update", clearing) == nil)
        message = try #require(await workspace.message(ts, in: "C0OPS"))
        #expect((message.text, message.blocks.count, message.isProvisional) == ("three", 0, false))
    }

    @Test("The messages of other people cannot be edited or deleted")
    func foreign() async throws {
        let message = try await workspace.say("hello", as: "U0ALICE", in: "C0OPS")
        let target: JSONValue = ["channel": "C0OPS", "ts": .string(message.ts), "text": "x"]
        #expect(await workspace.error("chat.update", target) == "cant_update_message")
        #expect(await workspace.error("chat.delete", target) == "cant_delete_message")
    }

    @Test("A person's id as the target is their direct messages")
    func direct() async throws {
        let posted = await workspace.call("chat.postMessage", ["channel": "U0ALICE", "text": "hello"])
        let opened = await workspace.call("conversations.open", ["users": "U0ALICE"])
        #expect(posted["channel"] == opened["channel"]?["id"])
        #expect(await workspace.place(posted["channel"]?.string ?? "") == "DM alice")
    }

    @Test("Listings come in pages, complete and without repetition")
    func pages() async throws {
        let workspace = Workspace.sample(pageLimit: 1)
        var ids: [String] = []
        var cursor = ""
        repeat {
            let page = await workspace.call("users.list", ["limit": 200, "cursor": .string(cursor)])
            ids += (page["members"]?.array ?? []).compactMap { $0["id"]?.string }
            cursor = page["response_metadata"]?["next_cursor"]?.string ?? ""
        } while !cursor.isEmpty
        #expect(ids == ["U0ALICE", "U0GUS", "U0TRAILWATCH", "USLACKBOT"])
        #expect(await workspace.error("users.list", ["cursor": "nonsense"]) == "invalid_cursor")
    }

    @Test("Failures on request: an error, a 429 with its Retry-After, and a deed whose answer is lost")
    func faults() async throws {
        await workspace.fail(next: 1, of: "chat.postMessage", with: .error("fatal_error"))
        let post: JSONValue = ["channel": "C0OPS", "text": "x"]
        #expect(await workspace.error("chat.postMessage", post) == "fatal_error")
        await workspace.fail(next: 1, with: .rateLimited(7))
        let request = ServedRequest(method: "POST", path: "/api/auth.test", query: [:], headers: [:], body: .init())
        let limited = await workspace.serve(request)
        #expect(limited.status == 429)
        #expect(limited.headers.contains { $0.name == "Retry-After" && $0.value == "7" })
        await workspace.fail(next: 1, with: .lostAnswer)
        #expect(await workspace.call("chat.postMessage", post)["ok"] == nil)
        #expect(await workspace.messages.count == 1)
        #expect(await workspace.error("chat.postMessage", post) == nil)
    }
}
