import Networking
import Testing

@testable import Sandbox

@Suite struct BlockRulesTests {
    private static func text(_ count: Int, _ type: String = "plain_text") -> JSONValue {
        ["type": .string(type), "text": .string(String(repeating: "x", count: count))]
    }

    private static func button(_ members: JSONValue = [:]) -> JSONValue {
        JSONValue.object(["type": "button", "text": text(5), "action_id": "a"]).adding(members)
    }

    private static func actions(_ elements: JSONValue...) -> JSONValue {
        ["type": "actions", "elements": .array(elements)]
    }

    private static func richText(_ leaves: JSONValue...) -> JSONValue {
        ["type": "rich_text", "elements": [["type": "rich_text_section", "elements": .array(leaves)]]]
    }

    @Test(
        "Blocks within the limits are taken",
        arguments: [
            ["type": "header", "text": text(150)],
            ["type": "section", "text": text(3000, "mrkdwn")],
            ["type": "section", "fields": .array(Array(repeating: text(2000), count: 10))],
            ["type": "context", "elements": .array(Array(repeating: text(3000), count: 10))],
            actions(button(["text": text(75), "value": text(2000)["text"]!, "style": "danger"])),
            richText(["type": "text", "text": "x", "style": ["bold": true]], ["type": "user", "user_id": "U0ALICE"]),
            ["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]],
            ["type": "divider"],
        ] as [JSONValue])
    func taken(block: JSONValue) {
        #expect(BlockRules.problems(in: [block], on: .message) == [])
    }

    @Test(
        "Blocks beyond them are refused, with the place",
        arguments: [
            (
                ["type": "header", "text": text(151)],
                "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
            ),
            (
                ["type": "header", "text": text(5, "mrkdwn")],
                "must be plain_text, not mrkdwn [json-pointer:/blocks/0/text/type]"
            ),
            (
                ["type": "section", "text": text(3001)],
                "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
            ),
            (
                ["type": "section", "text": text(0)],
                "must be more than 0 characters [json-pointer:/blocks/0/text/text]"
            ),
            (["type": "section"], "missing required field: text [json-pointer:/blocks/0]"),
            (
                ["type": "section", "fields": .array(Array(repeating: text(1), count: 11))],
                "no more than 10 items allowed [json-pointer:/blocks/0/fields]"
            ),
            (
                ["type": "context", "elements": .array(Array(repeating: text(1), count: 11))],
                "no more than 10 items allowed [json-pointer:/blocks/0/elements]"
            ),
            (
                actions(button(["text": text(76)])),
                "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
            ),
            (
                actions(button(["value": text(2001)["text"]!])),
                "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"
            ),
            (
                actions(button(["style": "blue"])),
                "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"
            ),
            (
                actions(button(), button()),
                "action_id must be unique within the block [json-pointer:/blocks/0/elements/1]"
            ),
            (
                richText(["type": "text", "text": ""]),
                "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"
            ),
            (
                ["type": "table", "rows": .array(Array(repeating: [["type": "raw_text", "text": "x"]], count: 101))],
                "no more than 100 items allowed [json-pointer:/blocks/0/rows]"
            ),
            (["type": "marquee"], "unsupported type: marquee [json-pointer:/blocks/0/type]"),
            (
                ["type": "divider", "block_id": text(256)["text"]!],
                "must be less than 256 characters [json-pointer:/blocks/0/block_id]"
            ),
        ] as [(JSONValue, String)])
    func refused(block: JSONValue, problem: String) {
        #expect(BlockRules.problems(in: [block], on: .message) == [problem])
    }

    @Test("A message has fifty blocks at most, and one table")
    func many() {
        let divider: JSONValue = ["type": "divider"]
        #expect(BlockRules.problems(in: Array(repeating: divider, count: 50), on: .message) == [])
        let problem = "no more than 50 items allowed [json-pointer:/blocks]"
        #expect(BlockRules.problems(in: Array(repeating: divider, count: 51), on: .message) == [problem])
        let table: JSONValue = ["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]]
        #expect(
            BlockRules.problems(in: [table, table], on: .message)
                == ["only one table block is allowed [json-pointer:/blocks/1]"])
    }

    @Test("The call's answer lists the reasons as Slack does")
    func answer() async {
        let answer = await Workspace.sample().call(
            "chat.postMessage", ["channel": "C0OPS", "blocks": [["type": "header", "text": Self.text(200)]]])
        #expect(answer["error"] == "invalid_blocks")
        #expect(
            answer["response_metadata"]?["messages"]
                == ["[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"])
    }
}
