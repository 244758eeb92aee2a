import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite("The app's Home and its shortcut")
struct HomeTests {
    private let workspace = Workspace.sample()
    private static let view: JSONValue = ["type": "home", "blocks": [["type": "divider"]]]

    private func publish(_ more: JSONValue = [:], view: JSONValue = view) async -> JSONValue {
        let arguments: JSONValue = ["user_id": "U0ALICE", "view": view]
        return await workspace.call("views.publish", arguments.adding(more))
    }

    @Test("Whoever opens it is told to the app, which shows them what it likes")
    func opening() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        try await workspace.openHome(of: "U0ALICE")
        let event = try #require(try await app.envelope("events_api")?["payload"]?["event"])
        #expect(event["type"] == "app_home_opened")
        #expect(event["tab"] == "home")
        #expect(event["user"] == "U0ALICE")
        #expect(await publish()["view"]?["hash"]?.string?.isEmpty == false)
    }

    @Test("What Slack refuses is refused: an unknown person, a modal, a table, a view that changed meanwhile, no Home")
    func refusals() async throws {
        let hash = await publish()["view"]?["hash"] ?? .null
        #expect(await publish(["hash": hash])["error"] == nil)
        #expect(await publish(["hash": hash])["error"] == "hash_conflict")
        #expect(await publish(["user_id": "U0NOBODY"])["error"] == "user_not_found")
        let modal: JSONValue = [
            "type": "modal", "title": ["type": "plain_text", "text": "x"], "blocks": [["type": "divider"]],
        ]
        #expect(await publish(view: modal)["error"] == "invalid_arguments")
        let table: JSONValue = [
            "type": "home", "blocks": [["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]]],
        ]
        #expect(await publish(view: table)["error"] == "invalid_arguments")
        var identity = Identity(teamName: "Test")
        identity.hasHome = false
        let homeless = Workspace(identity: identity, members: [], channels: [])
        #expect(
            await homeless.error("views.publish", ["user_id": "U0ALICE", "view": Self.view]) == "not_enabled")
    }

    @Test("The shortcut brings its message, a trigger and a way to answer")
    func shortcut() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        let message = try await workspace.say("is 123456789012 fine?", as: "U0ALICE", in: "C0QUIET")
        try await workspace.useShortcut(on: message, as: "U0ALICE")
        let payload = try #require(try await app.envelope("interactive")?["payload"])
        #expect(payload["type"] == "message_action")
        #expect(payload["callback_id"] == "look_at_this")
        #expect(payload["message"]?["text"] == "is 123456789012 fine?")
        #expect(payload["channel"]?["id"] == "C0QUIET")
        #expect(payload["trigger_id"]?.string?.isEmpty == false)
        #expect(payload["response_url"]?.string?.isEmpty == false)
    }
}
