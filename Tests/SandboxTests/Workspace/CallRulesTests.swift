import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite struct CallRulesTests {
    private static let alice: JSONValue = ["user": "U0ALICE"]

    @Test("A method may be called as often as its tier says; then Slack says how long to wait, and it may again")
    func tiers() async throws {
        let time = ManualTime()
        let workspace = Workspace.sample(time: time)
        for _ in 0..<20 { #expect(await workspace.error("users.list") == nil) }
        #expect(await workspace.error("users.list") == "ratelimited")
        #expect(await workspace.error("users.info", Self.alice) == nil)
        time.advance(3)
        #expect(await workspace.error("users.list") == nil)
        #expect(await workspace.error("users.list") == "ratelimited")
    }

    @Test("Retry-After is in whole seconds, and on the wire")
    func retryAfter() async throws {
        let workspace = Workspace.sample()
        let request = ServedRequest(
            method: "POST", path: "/api/usergroups.list", query: [:],
            headers: ["Authorization": "Bearer \(workspace.identity.botToken)"], body: Data())
        for _ in 0..<20 { #expect(await workspace.serve(request).status == 200) }
        let refusal = await workspace.serve(request)
        #expect(refusal.status == 429)
        #expect(refusal.headers.last?.name == "Retry-After")
        #expect(refusal.headers.last?.value == "3")
        #expect(
            workspace.journal.entries.suffix(2) == [
                .called(method: "usergroups.list", error: "ratelimited"),
                .refused(method: "usergroups.list", reasons: ["Retry-After: 3"]),
            ])
    }

    @Test("A channel takes a burst of messages, then one a second; another channel is not concerned")
    func messages() async throws {
        let time = ManualTime()
        let workspace = Workspace.sample(time: time)
        let direct = await workspace.directChannel(with: "U0ALICE").id
        func post(in channel: String) async -> String? {
            await workspace.error("chat.postMessage", ["channel": .string(channel), "text": "hello"])
        }
        for _ in 0..<CallLimits.burst { #expect(await post(in: "C0OPS") == nil) }
        #expect(await post(in: "C0OPS") == "ratelimited")
        #expect(await post(in: direct) == nil)
        time.advance(1)
        #expect(await post(in: "C0OPS") == nil)
        #expect(await post(in: "C0OPS") == "ratelimited")
    }

    @Test(
        "What the app was not allowed is refused, with the scope it takes",
        arguments: [
            ("conversations.list", ["types": "public_channel,im"], "im:read"),
            ("conversations.info", ["channel": "D0ALICE"], "im:read"),
            ("conversations.list", ["types": "mpim"], "mpim:read"),
        ] as [(String, JSONValue, String)])
    func scopes(method: String, arguments: JSONValue, needed: String) async throws {
        let workspace = Workspace.sample()
        await workspace.directChannel(with: "U0ALICE")
        let answer = await workspace.call(method, arguments)
        #expect(answer["error"] == "missing_scope")
        #expect(answer["needed"]?.string == needed)
        #expect(answer["provided"]?.string?.contains("chat:write") == true)
    }

    @Test("The app is allowed and told what its manifest asks for")
    func manifest() throws {
        let file = ScenarioTests.root.appending(path: "manifests/slack-app.json")
        let manifest = try JSONValue(parsing: Data(contentsOf: file))
        let identity = Identity(teamName: "Test")
        func set(_ value: JSONValue?) -> Set<String> { Set((value?.array ?? []).compactMap(\.string)) }
        #expect(identity.scopes == set(manifest["oauth_config"]?["scopes"]?["bot"]))
        #expect(identity.events == set(manifest["settings"]?["event_subscriptions"]?["bot_events"]))
        #expect(identity.hasHome == manifest["features"]?["app_home"]?["home_tab_enabled"]?.bool)
        let command = manifest["features"]?["slash_commands"]?[0]
        #expect(identity.command == command?["command"]?.string)
        #expect(identity.commandHint == command?["usage_hint"]?.string)
        let shortcut = manifest["features"]?["shortcuts"]?[0]
        #expect(identity.shortcut.name == shortcut?["name"]?.string)
        #expect(identity.shortcut.id == shortcut?["callback_id"]?.string)
    }

    @Test("A message with more to read than Slack takes is refused, though each of its blocks fits")
    func longMessage() async throws {
        let workspace = Workspace.sample()
        func error(_ count: Int) async -> String? {
            let block: JSONValue = [
                "type": "section", "text": ["type": "mrkdwn", "text": .string(String(repeating: "x", count: 3000))],
            ]
            let blocks = JSONValue.array(Array(repeating: block, count: count))
            return await workspace.error("chat.postMessage", ["channel": "C0OPS", "text": "x", "blocks": blocks])
        }
        #expect(await error(4) == nil)
        #expect(await error(5) == "msg_blocks_too_long")
    }

    @Test("Why a message was refused is on the wire, in Slack's words")
    func reasons() async throws {
        let workspace = Workspace.sample()
        let blocks: JSONValue = [["type": "header", "text": ["type": "mrkdwn", "text": "no"]]]
        let arguments: JSONValue = ["channel": "C0OPS", "text": "x", "blocks": blocks]
        #expect(await workspace.error("chat.postMessage", arguments) == "invalid_blocks")
        #expect(
            workspace.journal.entries.suffix(2) == [
                .called(method: "chat.postMessage", error: "invalid_blocks"),
                .refused(
                    method: "chat.postMessage",
                    reasons: ["must be plain_text, not mrkdwn [json-pointer:/blocks/0/text/type]"]),
            ])
    }
}
