import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

/// The page with an app that shows everything: each block, each kind of field, a picture, a Home.
@Suite struct GalleryTests {
    static let hasBrowser = ["/usr/bin/chromium", "/usr/bin/chromedriver"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "Every block, menu, confirmation, field, picture and the Home work in a browser, and have names and contrast",
        .enabled(if: GalleryTests.hasBrowser, "Chromium and its driver are not installed"))
    func gallery() async throws {
        try await Sandbox.run(try ScenarioTests.shipped("quiet")) { sandbox in
            let workspace = sandbox.workspace
            let app = try await TestApp(workspace) { await Self.respond(to: $0, in: workspace) }
            try await show(in: workspace)
            let root = ScenarioTests.root
            let page = try await PageServer(sandbox, files: try PageFiles(near: root.path + "/Tests"), port: 0)
            let (script, pictures) = (root.path + "/Tests/Browser/gallery.py", root.path + "/.build/browser")
            let seen = try await ChildProcess.output(of: [ProjectPython.path, script, page.url, pictures])
            #expect(seen.last == "nothing on the console", "\(seen)")
            await page.stop()
            _ = app
        }
    }

    private func show(in workspace: Workspace) async throws {
        let message: JSONValue = ["channel": "C0SECURITY", "text": "Every block", "blocks": Self.blocks]
        #expect(await workspace.error("chat.postMessage", message) == nil)
        let picture = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
        let place = await workspace.call(
            "files.getUploadURLExternal",
            ["filename": "trails.png", "length": .int(picture.count), "alt_txt": "A chart"])
        let id = try #require(place["file_id"]?.string)
        _ = await workspace.serve(
            ServedRequest(method: "POST", path: "/upload/\(id)", query: [:], headers: [:], body: picture))
        let shown: JSONValue = ["files": [["id": .string(id), "title": "Trails"]], "channel_id": "C0SECURITY"]
        #expect(await workspace.error("files.completeUploadExternal", shown) == nil)
        let home: JSONValue = ["type": "home", "blocks": [["type": "header", "text": Self.plain("Welcome home")]]]
        #expect(await workspace.error("views.publish", ["user_id": "U0DANA", "view": home]) == nil)
    }

    /// The app's end: tells what was pressed and filled in, opens a form, offers choices, refuses short answers.
    private static func respond(to frame: JSONValue, in workspace: Workspace) async -> JSONValue? {
        guard let payload = frame["payload"] else { return nil }
        func post(_ text: String) async {
            _ = await workspace.call("chat.postMessage", ["channel": "C0SECURITY", "text": .string(text)])
        }
        if payload["command"] != nil {
            _ = await workspace.call("views.open", ["trigger_id": payload["trigger_id"] ?? "", "view": form])
            return nil
        }
        switch payload["type"]?.string {
        case "block_actions":
            let action = payload["actions"]?[0]
            let chosen = action?["selected_option"]?["value"]?.string.map { " " + $0 } ?? ""
            await post("pressed \(action?["action_id"]?.string ?? "")\(chosen)")
            return nil
        case "block_suggestion":
            return ["options": [option("payments-prod", "222222222222"), option("payments-test", "333333333333")]]
        case "view_submission":
            let values = answers(payload["view"]?["state"]?["values"] ?? [:])
            guard values["why"]?.string?.contains(" ") == true else {
                return ["response_action": "errors", "errors": ["why": "Not good enough."]]
            }
            await post("values: " + String(decoding: values.encoded, as: UTF8.self))
            return nil
        default: return nil
        }
    }

    private static func answers(_ values: JSONValue) -> JSONValue {
        .object(
            (values.object ?? [:]).compactMapValues { block in
                guard let state = block["answer"] else { return nil }
                if let options = state["selected_options"]?.array { return .array(options.compactMap { $0["value"] }) }
                return state["value"] ?? state["selected_date"] ?? state["selected_option"]?["value"]
            })
    }

    // MARK: What is shown

    private static func plain(_ text: String) -> JSONValue { ["type": "plain_text", "text": .string(text)] }

    private static func markdown(_ text: String) -> JSONValue { ["type": "mrkdwn", "text": .string(text)] }

    private static func option(_ text: String, _ value: String) -> JSONValue {
        ["text": plain(text), "value": .string(value)]
    }

    private static func text(_ text: String, _ style: JSONValue = [:]) -> JSONValue {
        ["type": "text", "text": .string(text), "style": style]
    }

    private static func rich(_ type: String, _ leaves: [JSONValue]) -> JSONValue {
        ["type": .string("rich_text_\(type)"), "elements": .array(leaves)]
    }

    private static func list(_ style: String) -> JSONValue {
        [
            "type": "rich_text_list", "style": .string(style),
            "elements": [rich("section", [text("one")]), rich("section", [text("two", ["code": true])])],
        ]
    }

    private static let richText: JSONValue = [
        "type": "rich_text",
        "elements": [
            rich(
                "section",
                [
                    text("bold", ["bold": true]), text(" italic", ["italic": true]), text(" gone", ["strike": true]),
                    text(" <b>not bold</b> &amp; "),
                    ["type": "link", "url": "https://example.com/a", "text": "link"],
                    ["type": "link", "url": "javascript:alert(1)", "text": " no link "],
                    ["type": "user", "user_id": "U0DANA"], ["type": "channel", "channel_id": "C0SECURITY"],
                ]),
            list("bullet"), list("ordered"), rich("preformatted", [text("aws cloudtrail start-logging")]),
            rich("quote", [text("quoted")]),
        ],
    ]

    private static let table: JSONValue = [
        "type": "table", "column_settings": [["align": "left"], ["align": "right"]],
        "rows": [
            [["type": "raw_text", "text": "Account"], ["type": "raw_text", "text": "Regions"]],
            [["type": "raw_text", "text": "payments"], ["type": "raw_text", "text": "17"]],
        ],
    ]

    private static let actions: JSONValue = [
        "type": "actions",
        "elements": [
            ["type": "button", "action_id": "plain", "text": plain("Plain"), "value": "1"],
            ["type": "button", "action_id": "first", "text": plain("First"), "value": "1", "style": "primary"],
            [
                "type": "button", "action_id": "careful", "text": plain("Careful"), "value": "1", "style": "danger",
                "confirm": [
                    "title": plain("Sure?"), "text": plain("There is no way back."), "confirm": plain("Do it"),
                    "deny": plain("Cancel"),
                ],
            ],
            ["type": "overflow", "action_id": "menu", "options": [option("First", "one"), option("Second", "two")]],
            [
                "type": "static_select", "action_id": "pick", "placeholder": plain("Pick one"),
                "options": [option("Low", "low"), option("High", "high")],
            ],
        ],
    ]

    private static let blocks: JSONValue = [
        ["type": "header", "text": plain("Every block")],
        [
            "type": "section", "text": markdown("*bold* _italic_ `code` <https://example.com/b|link> &lt;i&gt;"),
            "fields": [markdown("*Account*\npayments"), markdown("*Region*\neu-west-1")],
            "accessory": ["type": "button", "action_id": "side", "text": plain("Aside"), "value": "1"],
        ],
        ["type": "divider"], richText, table, actions,
        ["type": "image", "image_url": "/icon.svg", "alt_text": "A trail", "title": plain("A picture")],
        ["type": "context", "elements": [plain("small print"), markdown("with *marks*")]],
    ]

    private static func input(_ id: String, _ label: String, _ element: JSONValue, optional: Bool = false) -> JSONValue
    {
        [
            "type": "input", "block_id": .string(id), "label": plain(label), "optional": .bool(optional),
            "hint": plain("What is meant by \(id)."), "element": element.adding(["action_id": "answer"]),
        ]
    }

    private static let form: JSONValue = [
        "type": "modal", "title": plain("Every field"), "submit": plain("Save"), "close": plain("Cancel"),
        "blocks": [
            input("why", "Why", ["type": "plain_text_input", "multiline": true, "max_length": 3000]),
            input(
                "level", "Level", ["type": "static_select", "options": [option("Low", "low"), option("High", "high")]]),
            input("account", "Account", ["type": "external_select", "min_query_length": 0]),
            input("until", "Until", ["type": "datepicker"], optional: true),
            input(
                "tell", "Tell",
                ["type": "checkboxes", "options": [option("Its owner", "owner"), option("Its team", "team")]],
                optional: true),
        ],
    ]
}
