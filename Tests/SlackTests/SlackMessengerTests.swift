import ChatOps
import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("Speaking in Slack")
struct SlackMessengerTests {
    private let time = ManualTime()
    private let channel = Conversation(channel: "C1", kind: .channel)

    private func messenger(_ http: ScriptedHTTP) -> SlackMessenger {
        SlackMessenger(
            botToken: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
    }

    private static let posted = ScriptedHTTP.Reply.json(#"{"ok":true,"channel":"C1","ts":"2.2"}"#)
    private static let ok = ScriptedHTTP.Reply.json(#"{"ok":true}"#)

    private static func refused(_ error: String) -> ScriptedHTTP.Reply {
        .json(#"{"ok":false,"error":"\#(error)"}"#)
    }

    /// The code of what was thrown; nil when nothing was.
    private func code(_ work: () async throws -> Void) async -> MessengerError.Code? {
        do {
            try await work()
            return nil
        } catch {
            return (error as? MessengerError)?.code
        }
    }

    private func body(_ call: ScriptedHTTP.Call?) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: try #require(call).request.body)
    }

    @Test("A message goes to its channel and thread, without previews")
    func post() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [Self.posted]])
        let reference = try await messenger(http).post(
            .text("hello"), in: Conversation(channel: "C1", kind: .channel, thread: "1.1"))
        #expect(reference == MessageReference(channel: "C1", id: "2.2"))
        let expected: JSONValue = [
            "channel": "C1", "thread_ts": "1.1", "text": "hello", "unfurl_links": false, "unfurl_media": false,
            "blocks": [
                [
                    "type": "rich_text",
                    "elements": [["type": "rich_text_section", "elements": [["type": "text", "text": "hello"]]]],
                ]
            ],
        ]
        #expect(try body(http.calls.first) == expected)
    }

    @Test("Where the direct messages are other people's, an answer for one person stays for one person")
    func whisperElsewhere() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP(["chat.postMessage": [Self.refused("channel_not_found")], url: [.json("ok")]])
        let conversation = Conversation(channel: "D9", kind: .direct, replyURL: url)
        try await messenger(http).whisper(.text("hello"), to: PersonID(rawValue: "U1"), in: conversation)
        #expect(try body(http.calls.last)["response_type"] == "ephemeral")
    }

    @Test("A home is published as a message reads; where the app has none, that is said")
    func home() async throws {
        let http = ScriptedHTTP([
            "views.publish": [Self.ok, Self.refused("not_enabled"), Self.refused("hash_conflict")]
        ])
        let messenger = messenger(http)
        try await messenger.publishHome(.text("hello"), for: PersonID(rawValue: "U1"))
        #expect(try body(http.calls.first)["user_id"] == "U1")
        #expect(try body(http.calls.first)["view"]?["type"] == "home")
        #expect(
            await code { try await messenger.publishHome(.text("x"), for: PersonID(rawValue: "U1")) } == .unreachable)
        #expect(
            await code { try await messenger.publishHome(.text("x"), for: PersonID(rawValue: "U1")) } == .invalidMessage
        )
    }

    @Test("A provisional message says so in its metadata, and its final update takes that back")
    func metadata() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [Self.posted], "chat.update": [Self.ok]])
        let messenger = messenger(http)
        let reference = try await messenger.post(Message(summary: "0 of 9", isProvisional: true), in: channel)
        try await messenger.update(reference, with: Message(summary: "5 of 9", isProvisional: true))
        try await messenger.update(reference, with: Message(summary: "done"))
        let metadata = try http.calls.map { try body($0)["metadata"] }
        let provisional: JSONValue = ["event_type": "trailwatch_provisional", "event_payload": [:]]
        #expect(metadata == [provisional, provisional, ["event_type": "trailwatch_final", "event_payload": [:]]])
        #expect(try body(http.calls.last)["ts"] == "2.2")
    }

    @Test("A public channel the bot is not in is joined")
    func join() async throws {
        let http = ScriptedHTTP([
            "chat.postMessage": [Self.refused("not_in_channel"), Self.posted], "conversations.join": [Self.ok],
        ])
        _ = try await messenger(http).post(.text("hello"), in: channel)
        #expect(http.methods == ["chat.postMessage", "conversations.join", "chat.postMessage"])
        #expect(http.calls[1].body == #"{"channel":"C1"}"#)
    }

    @Test("A private channel the bot is not in is said to be one")
    func cannotJoin() async throws {
        let http = ScriptedHTTP([
            "chat.postMessage": [Self.refused("not_in_channel")],
            "conversations.join": [Self.refused("method_not_supported_for_channel_type")],
        ])
        await #expect(
            throws: MessengerError(.notMember, "The bot is not in the channel: invite it there. (not_in_channel)")
        ) {
            try await messenger(http).post(.text("hello"), in: channel)
        }
        #expect(http.methods == ["chat.postMessage", "conversations.join"])
    }

    @Test("Blocks that Slack does not take go once more as plain text")
    func invalidBlocks() async throws {
        for error in ["invalid_blocks", "msg_blocks_too_long"] {
            let http = ScriptedHTTP(["chat.postMessage": [Self.refused(error), Self.posted]])
            _ = try await messenger(http).post(.text("*hello* <world>"), in: channel)
            let plain: JSONValue = [
                "channel": "C1", "text": "*hello* &lt;world&gt;", "blocks": [], "mrkdwn": false, "unfurl_links": false,
                "unfurl_media": false,
            ]
            #expect(try body(http.calls.last) == plain)
        }
        let http = ScriptedHTTP(["chat.postMessage": [Self.refused("invalid_blocks")]])
        #expect(await code { _ = try await messenger(http).post(.text("x"), in: channel) } == .invalidMessage)
        #expect(http.calls.count == 2)
    }

    @Test("Through a response_url, too, blocks that Slack does not take go once more as plain text")
    func invalidBlocksInResponse() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP([
            "chat.postEphemeral": [Self.refused("channel_not_found")],
            url: [Self.refused("invalid_blocks"), .json("ok")],
        ])
        try await messenger(http).whisper(
            .text("*hello* <world>"), to: PersonID(rawValue: "U1"),
            in: Conversation(channel: "C1", kind: .channel, replyURL: url))
        let plain: JSONValue = [
            "response_type": "ephemeral", "text": "*hello* &lt;world&gt;", "blocks": [], "mrkdwn": false,
            "replace_original": false,
        ]
        #expect(try body(http.calls.last) == plain)
    }

    @Test("Where the bot may not speak, a command is answered through its response_url")
    func responseURL() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP(["chat.postMessage": [Self.refused("channel_not_found")], url: [.json("ok")]])
        let messenger = messenger(http)
        let conversation = Conversation(channel: "D9", kind: .direct, replyURL: url)
        let reference = try await messenger.post(.text("hello"), in: conversation)
        #expect(reference == MessageReference(channel: "D9", id: url))
        #expect(try body(http.calls.last)["response_type"] == "in_channel")

        // Five answers are all there are: progress is not worth one, the outcome is.
        try await messenger.update(reference, with: Message(summary: "half", isProvisional: true))
        #expect(http.calls.count == 2)
        try await messenger.update(reference, with: Message(summary: "done"))
        #expect(http.methods.last == url)
        #expect(try body(http.calls.last)["text"] == "done")
    }

    @Test("Without a response_url, a channel that is not there is not found")
    func channelNotFound() async throws {
        let http = ScriptedHTTP(["chat.postMessage": [Self.refused("channel_not_found")]])
        #expect(await code { _ = try await messenger(http).post(.text("x"), in: channel) } == .notFound)
    }

    @Test("A whisper is for one person in a channel, and an ordinary message in a direct conversation")
    func whisper() async throws {
        let http = ScriptedHTTP(["chat.postEphemeral": [Self.ok], "chat.postMessage": [Self.posted]])
        let person = PersonID(rawValue: "U1")
        try await messenger(http).whisper(
            .text("no"), to: person, in: Conversation(channel: "C1", kind: .channel, thread: "1.1"))
        #expect(try body(http.calls.last)["user"] == "U1")
        #expect(try body(http.calls.last)["thread_ts"] == "1.1")
        try await messenger(http).whisper(.text("no"), to: person, in: Conversation(channel: "D1", kind: .direct))
        #expect(http.methods == ["chat.postEphemeral", "chat.postMessage"])
    }

    @Test("What one person alone saw is taken away through the response_url of the press on it")
    func withdraw() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP([url: [.json("ok")]])
        try await messenger(http).withdraw(Conversation(channel: "C1", kind: .channel, replyURL: url))
        #expect(http.calls.map(\.request.url) == [url])
        #expect(try body(http.calls.first) == ["delete_original": true])
        try await messenger(http).withdraw(channel)
        #expect(http.calls.count == 1, "without one there is no way")
    }

    @Test("A whisper where the bot may not speak goes through the response_url, to its reader only")
    func whisperResponseURL() async throws {
        let url = "https://hooks.slack.test/1"
        let http = ScriptedHTTP([
            "chat.postEphemeral": [Self.refused("not_in_channel")], "conversations.join": [Self.refused("is_private")],
            url: [.json("ok")],
        ])
        try await messenger(http).whisper(
            .text("no"), to: PersonID(rawValue: "U1"), in: Conversation(channel: "C1", kind: .channel, replyURL: url))
        #expect(try body(http.calls.last)["response_type"] == "ephemeral")
    }

    @Test(
        "A message that can no longer be changed is not found, so that it is posted anew",
        arguments: ["message_not_found", "cant_update_message", "edit_window_closed"])
    func update(error: String) async throws {
        let http = ScriptedHTTP(["chat.update": [Self.refused(error)]])
        let reference = MessageReference(channel: "C1", id: "2.2")
        #expect(await code { try await messenger(http).update(reference, with: .text("x")) } == .notFound)
        #expect(http.calls.count == 1)
    }

    static let meanings: [(String, MessengerError.Code)] = [
        ("token_revoked", .unauthorized), ("token_expired", .unauthorized), ("account_inactive", .unauthorized),
        ("invalid_auth", .unauthorized), ("not_authed", .unauthorized), ("not_allowed_token_type", .unauthorized),
        ("is_archived", .unreachable), ("is_inactive", .unreachable), ("messages_tab_disabled", .unreachable),
        ("user_disabled", .unreachable),
        ("restricted_action", .unreachable), ("restricted_action_read_only_channel", .unreachable),
        ("user_not_visible", .notFound), ("msg_too_long", .invalidMessage), ("metadata_too_large", .invalidMessage),
        ("no_text", .invalidMessage), ("something_new", .invalidMessage), ("internal_error", .unavailable),
        ("fatal_error", .unavailable), ("service_unavailable", .unavailable), ("request_timeout", .unavailable),
    ]

    @Test("Slack's errors mean something to people", arguments: meanings)
    func meaning(error: String, code expected: MessengerError.Code) async throws {
        let http = ScriptedHTTP(["chat.postMessage": [Self.refused(error)]])
        #expect(await code { _ = try await messenger(http).post(.text("x"), in: channel) } == expected)
    }

    @Test("A missing scope is named")
    func missingScope() async throws {
        let answer = #"{"ok":false,"error":"missing_scope","needed":"users:read","provided":"chat:write"}"#
        let http = ScriptedHTTP(["users.info": [.json(answer)], "auth.test": [DirectoryTests.identity]])
        await #expect(
            throws: MessengerError(
                .unauthorized,
                "The Slack app lacks the scope users:read (it has chat:write): add it under OAuth & Permissions and "
                    + "install the app again.")
        ) { try await messenger(http).person(PersonID(rawValue: "U1")) }
    }

    @Test("No answer, a bad gateway and a rate limit are unavailability")
    func unavailable() async throws {
        let replies: [ScriptedHTTP.Reply] = [
            .failure(TransportError(.timedOut, "")), .json("", status: 502),
            .json("", status: 429, headers: ["Retry-After": "1"]),
        ]
        for reply in replies {
            let http = ScriptedHTTP(["chat.postMessage": [reply]])
            #expect(await code { _ = try await messenger(http).post(.text("x"), in: channel) } == .unavailable)
        }
    }

    @Test(
        "What waits for a form opens with the trigger, and is filled by its id, with the form or with why there is none"
    )
    func waitingForm() async throws {
        let http = ScriptedHTTP([
            "views.open": [.json(#"{"ok":true,"view":{"id":"V7"}}"#)], "views.update": [Self.ok, Self.ok],
        ])
        let messenger = messenger(http)
        let waiting = try await messenger.openWaiting("Scan", trigger: "T1")
        #expect(waiting == WaitingForm(id: "V7"))
        let form = Form(
            title: "Scan", submit: "Scan", introduction: "What?",
            fields: [.init(id: "regions", label: "Regions", isRequired: false)], purpose: .scan(conversation: channel))
        try await messenger.fill(waiting, with: form)
        try await messenger.fill(waiting, titled: "Scan", with: .text("You may not."))
        let bodies = try http.calls.map { try body($0) }
        #expect(bodies[0]["trigger_id"] == "T1" && bodies[0]["view"]?["submit"] == nil)
        #expect("\(bodies[0])".contains("One moment"))
        #expect(bodies[1]["view_id"] == "V7" && bodies[1]["view"]?["submit"]?["text"] == "Scan")
        #expect(bodies[2]["view_id"] == "V7" && "\(bodies[2])".contains("You may not."))
    }

    @Test("A form opens with its trigger")
    func form() async throws {
        let http = ScriptedHTTP(["views.open": [Self.ok, Self.refused("expired_trigger_id")]])
        let place = AccountRegion(AccountID("123456789012")!, Region("eu-west-1")!)
        let form = Form(
            title: "Whitelist", submit: "Accept", introduction: "Why?", fields: [],
            purpose: .whitelist(place, conversation: channel))
        try await messenger(http).open(form, trigger: "T.1")
        #expect(try body(http.calls.first)["trigger_id"] == "T.1")
        #expect(try body(http.calls.first)["view"]?["type"] == "modal")
        #expect(await code { try await messenger(http).open(form, trigger: "T.1") } == .invalidMessage)
    }
}
