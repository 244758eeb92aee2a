import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite struct InteractionTests {
    private static let view: JSONValue = [
        "type": "modal", "title": ["type": "plain_text", "text": "Why?"],
        "submit": ["type": "plain_text", "text": "Go"], "private_metadata": "here",
        "blocks": [
            [
                "type": "input", "block_id": "why", "label": ["type": "plain_text", "text": "Why"],
                "element": ["type": "plain_text_input", "action_id": "text"],
            ]
        ],
    ]

    private let time = ManualTime()
    private let workspace: Workspace

    init() {
        workspace = Workspace.sample(time: time)
    }

    private func pressed(_ app: TestApp) async throws -> JSONValue {
        let button: JSONValue = [
            "type": "button", "action_id": "scan", "value": "v", "text": ["type": "plain_text", "text": "Scan"],
        ]
        let posted = await workspace.call(
            "chat.postMessage", ["channel": "C0OPS", "blocks": [["type": "actions", "elements": [button]]]])
        let message = try #require(await workspace.message(posted["ts"]?.string ?? "", in: "C0OPS"))
        let found = try #require(MessageText.buttons(of: message.blocks).first)
        try await workspace.press(found.element, blockID: found.blockID, on: message, as: "U0ALICE")
        return try #require(try await app.envelope("interactive")?["payload"])
    }

    @Test("A click carries the action, its message, a trigger and a response URL")
    func click() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        let payload = try await pressed(app)
        #expect(payload["type"] == "block_actions")
        #expect(payload["actions"]?[0]?["action_id"] == "scan")
        #expect(payload["actions"]?[0]?["value"] == "v")
        #expect(payload["container"]?["message_ts"] == payload["message"]?["ts"])
        #expect(payload["user"]?["id"] == "U0ALICE")
    }

    @Test("A trigger opens one view within three seconds")
    func trigger() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        let trigger = try await pressed(app)["trigger_id"] ?? .null
        let open: JSONValue = ["trigger_id": trigger, "view": Self.view]
        #expect(await workspace.error("views.open", open) == nil)
        #expect(await workspace.error("views.open", open) == "exchanged_trigger_id")
        let late = await workspace.mintTrigger(for: "U0ALICE")
        time.advance(3.1)
        #expect(
            await workspace.error("views.open", ["trigger_id": .string(late), "view": Self.view])
                == "expired_trigger_id")
        #expect(
            await workspace.error("views.open", ["trigger_id": "1.2.3", "view": Self.view]) == "invalid_trigger_id")
    }

    @Test("A view with a title of 25 characters, or inputs without a submit button, is refused")
    func badView() async throws {
        let trigger = JSONValue.string(await workspace.mintTrigger(for: "U0ALICE"))
        let title: JSONValue = ["title": ["type": "plain_text", "text": .string(String(repeating: "x", count: 25))]]
        let wide = await workspace.call("views.open", ["trigger_id": trigger, "view": Self.view.adding(title)])
        #expect(
            wide["response_metadata"]?["messages"]
                == ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"])
        let mute = Self.view.merged(with: ["submit": nil])
        #expect(await workspace.error("views.open", ["trigger_id": trigger, "view": mute]) == "invalid_arguments")
    }

    @Test("A submission can be refused with errors, shown anew, and at last taken")
    func submission() async throws {
        let app = try await TestApp(workspace) { envelope in
            guard let view = envelope["payload"]?["view"] else { return nil }
            return view["state"]?["values"]?["why"]?["text"]?["value"] == "because"
                ? nil : ["response_action": "errors", "errors": ["why": "Say more."]]
        }
        let trigger = JSONValue.string(await workspace.mintTrigger(for: "U0ALICE"))
        let opened = await workspace.call("views.open", ["trigger_id": trigger, "view": Self.view])
        let id = try #require(opened["view"]?["id"]?.string)
        try await workspace.submit(id, values: ["why": ["text": ["type": "plain_text_input", "value": "so"]]])
        let problems = try await workspace.journal.first(within: .seconds(20)) { occurrence in
            if case .modalRefused(_, let problems) = occurrence { problems } else { nil }
        }
        #expect(problems == ["why": "Say more."])
        try await workspace.submit(id, values: ["why": ["text": ["type": "plain_text_input", "value": "because"]]])
        let closed = try await workspace.journal.first(within: .seconds(20)) { occurrence in
            if case .modalClosed(let modal) = occurrence { modal.id } else { nil }
        }
        #expect(closed == id)
        let payload = try await app.envelope("interactive")?["payload"]
        #expect(payload?["view"]?["private_metadata"] == "here")
        #expect(payload?["view"]?["previous_view_id"] == .null)
    }

    @Test("What is typed into a searched field is asked of the app, and its acknowledgement offers the options")
    func search() async throws {
        let options: JSONValue = [["text": ["type": "plain_text", "text": "payments"], "value": "1"]]
        let app = try await TestApp(workspace) { envelope in
            envelope["payload"]?["value"] == "pay" ? ["options": options] : nil
        }
        let field: JSONValue = ["type": "external_select", "action_id": "answer"]
        let block: JSONValue = [
            "type": "input", "block_id": "account", "label": ["type": "plain_text", "text": "Account"],
            "element": field,
        ]
        let trigger = JSONValue.string(await workspace.mintTrigger(for: "U0ALICE"))
        let view = Self.view.merged(with: ["blocks": [block]])
        let opened = await workspace.call("views.open", ["trigger_id": trigger, "view": view])
        let id = try #require(opened["view"]?["id"]?.string)
        for (typed, offered) in [("pay", options.array!), ("nothing", [])] {
            try await workspace.type(typed, into: "account", of: id)
            let suggested = try await workspace.journal.first(within: .seconds(20)) { occurrence in
                if case .suggested(let options, typed) = occurrence { options } else { nil }
            }
            #expect(suggested == offered)
        }
        let envelope = try await app.envelope("interactive")
        #expect(envelope?["accepts_response_payload"] == true)
        #expect(envelope?["payload"]?["type"] == "block_suggestion")
        #expect(envelope?["payload"]?["view"]?["id"]?.string == id)
        await #expect(throws: WorkspaceMistake.self) { try await workspace.type("a", into: "none", of: id) }
    }

    @Test("The App Home of a person is what was published last")
    func home() async throws {
        let view: JSONValue = ["type": "home", "blocks": [["type": "divider"]]]
        #expect(await workspace.error("views.publish", ["user_id": "U0ALICE", "view": view]) == nil)
        #expect(await workspace.homes["U0ALICE"]?["type"] == "home")
        #expect(await workspace.error("views.publish", ["user_id": "U0NONE", "view": view]) == "user_not_found")
    }

    @Test("A stale hash does not update a view")
    func hash() async throws {
        let trigger = JSONValue.string(await workspace.mintTrigger(for: "U0ALICE"))
        let opened = await workspace.call("views.open", ["trigger_id": trigger, "view": Self.view])
        let view = try #require(opened["view"])
        let update: JSONValue = ["view_id": view["id"]!, "hash": view["hash"]!, "view": Self.view]
        #expect(await workspace.error("views.update", update) == nil)
        #expect(await workspace.error("views.update", update) == "hash_conflict")
        #expect(await workspace.error("views.update", ["view_id": "V0NONE", "view": Self.view]) == "not_found")
    }

    @Test("A response URL takes five answers, for half an hour")
    func responseURL() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        try await workspace.command("issues", as: "U0ALICE", in: "C0QUIET")
        let url = try await app.envelope("slash_commands")?["payload"]?["response_url"]?.string ?? ""
        let path = "/" + url.split(separator: "/").dropFirst(url.hasPrefix("http") ? 2 : 0).joined(separator: "/")
        for number in 1...5 { #expect(try await post(path, ["text": .string("\(number)")]) == 200) }
        #expect(try await post(path, ["text": "6"]) == 404)
        let late = await workspace.mintResponseURL("commands", person: "U0ALICE", channel: "C0QUIET")
        time.advance(1801)
        #expect(try await post(late, ["text": "late"]) == 404)
        let texts = await workspace.messages.map(\.text)
        #expect(texts == ["1", "2", "3", "4", "5"])
        #expect(await workspace.messages.allSatisfy { $0.audience == "U0ALICE" })
    }

    @Test("Through its response URL a click can replace its message")
    func replace() async throws {
        let app = try await TestApp(workspace) { _ in nil }
        let url = try await pressed(app)["response_url"]?.string ?? ""
        let answer: JSONValue = ["replace_original": true, "text": "done", "blocks": []]
        #expect(try await post(url, answer) == 200)
        #expect(await workspace.messages.map(\.text) == ["done"])
    }

    private func post(_ path: String, _ body: JSONValue) async throws -> Int {
        let request = ServedRequest(method: "POST", path: path, query: [:], headers: [:], body: body.encoded)
        return await workspace.serve(request).status
    }
}
