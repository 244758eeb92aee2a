import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import Sandbox

@Suite struct TerminalSessionTests {
    /// A bot that pongs, scans in two steps and asks why before it whitelists.
    private func bot(in workspace: Workspace) async throws -> TestApp {
        try await TestApp(workspace) { envelope in
            let payload = envelope["payload"] ?? .null
            switch (envelope["type"]?.string, payload["type"]?.string) {
            case ("events_api", _): await Self.answer(payload["event"] ?? .null, in: workspace)
            case ("slash_commands", _): return ["text": "pong, quietly"]
            case (_, "block_actions"):
                let view = Self.view(channel: payload["channel"]?["id"])
                _ = await workspace.call("views.open", ["trigger_id": payload["trigger_id"] ?? "", "view": view])
            case (_, "view_submission"):
                let why = payload["view"]?["state"]?["values"]?["why"]?["text"]?["value"]?.string ?? ""
                if why.count < 4 { return ["response_action": "errors", "errors": ["why": "Say more."]] }
                let channel = payload["view"]?["private_metadata"] ?? ""
                let text = JSONValue.string("Accepted: \(why)")
                _ = await workspace.call("chat.postMessage", ["channel": channel, "text": text])
            default: break
            }
            return nil
        }
    }

    private static func answer(_ event: JSONValue, in workspace: Workspace) async {
        guard event["bot_id"] == nil, event["subtype"] == nil, let channel = event["channel"] else { return }
        if event["text"] == "scan" {
            let posted = await workspace.call(
                "chat.postMessage",
                [
                    "channel": channel, "text": "Scanning…",
                    "metadata": ["event_type": "trailwatch_provisional", "event_payload": [:]],
                ])
            _ = await workspace.call("chat.postMessage", ["channel": "C0OPS", "text": "Alert!"])
            let button: JSONValue = ["type": "button", "text": ["type": "plain_text", "text": "Whitelist…"]]
            let blocks: JSONValue = [
                ["type": "section", "text": ["type": "plain_text", "text": "One finding"]],
                ["type": "actions", "elements": [button]],
            ]
            _ = await workspace.call(
                "chat.update",
                [
                    "channel": channel, "ts": posted["ts"] ?? "", "text": "One finding", "blocks": blocks,
                    "metadata": [:],
                ])
        } else {
            _ = await workspace.call("chat.postMessage", ["channel": channel, "text": "pong"])
        }
    }

    private static func view(channel: JSONValue?) -> JSONValue {
        [
            "type": "modal", "title": ["type": "plain_text", "text": "Whitelist"],
            "submit": ["type": "plain_text", "text": "Accept"], "private_metadata": channel ?? "",
            "blocks": [
                ["type": "section", "text": ["type": "plain_text", "text": "It will not be told any more."]],
                [
                    "type": "input", "block_id": "why", "label": ["type": "plain_text", "text": "Why"],
                    "element": ["type": "plain_text_input", "action_id": "text"],
                ],
            ],
        ]
    }

    private func converse(_ lines: [String]) async throws -> (text: String, outcome: TerminalSession.Outcome) {
        let workspace = Workspace.sample()
        let bot = try await bot(in: workspace)
        let printed = Mutex("")
        let session = try await TerminalSession(
            workspace, you: "alice", channel: "ops", style: TextStyle(hasColour: false, width: 80)
        ) { text in printed.withLock { $0 += text } }
        let stream = AsyncStream { out in
            for line in lines { out.yield(line) }
            out.finish()
        }
        let outcome = try await session.converse(stream)
        withExtendedLifetime(bot) {}
        return (printed.withLock { $0 }, outcome)
    }

    @Test("A conversation is printed line by line, each with its whole answer, alerts with their place")
    func conversation() async throws {
        let (text, outcome) = try await converse(["scan", "press 1", "so", "it is a test account", "/trailwatch ping"])
        #expect(outcome == .finished)
        #expect(
            text == """
                alice › scan

                Trailwatch · #ops
                │ Alert!

                Trailwatch · DM alice · message 1
                │ One finding
                │
                │ [1] Whitelist…

                alice › press 1

                ┌ Whitelist
                │ It will not be told any more.
                  Why: so
                  [Accept]

                  Say more.
                  Why: it is a test account
                  [Accept]

                Trailwatch · DM alice
                │ Accepted: it is a test account

                alice › /trailwatch ping

                Trailwatch · #ops, only for alice
                │ pong, quietly


                """)
    }

    @Test("What cannot be done is said")
    func mistakes() async throws {
        let (text, _) = try await converse(["press 1", "as zoe", "in #nowhere", "as gus", "@trailwatch ping"])
        for sentence in [
            "There is no such message with buttons.", "Nobody here is called zoe.", "There is no channel #nowhere.",
            "gus is not in #ops.",
        ] {
            #expect(text.contains(sentence))
        }
    }

    @Test("Typed lines are answered as they come, until quit")
    func interactive() async throws {
        let workspace = Workspace.sample()
        let bot = try await bot(in: workspace)
        let printed = Journal<String>()
        let session = try await TerminalSession(
            workspace, you: "alice", channel: "ops", style: TextStyle(hasColour: false, width: 80)
        ) { printed.append($0) }
        let (lines, input) = AsyncStream<String>.makeStream()
        async let outcome = session.interact(lines)
        input.yield("ping")
        let answer = try await printed.first(within: .seconds(20)) { $0.contains("│ pong") ? $0 : Optional.none }
        #expect(answer == "Trailwatch · DM alice\n│ pong\n\n")
        input.yield("quit")
        #expect(try await outcome == .finished)
        withExtendedLifetime(bot) {}
    }
}
