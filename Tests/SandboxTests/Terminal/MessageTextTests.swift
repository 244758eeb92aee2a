import Networking
import Testing

@testable import Sandbox

@Suite struct MessageTextTests {
    private static let names = Names(people: ["U0ALICE": "alice"], channels: ["C0OPS": "ops"])

    private func print(_ blocks: [JSONValue], width: Int = 60, colour: Bool = false) -> [String] {
        TextStyle(hasColour: colour, width: width).lines(MessageText(names: Self.names).rows(blocks))
    }

    private func mrkdwn(_ text: String) -> [String] {
        print([["type": "section", "text": ["type": "mrkdwn", "text": .string(text)]]])
    }

    @Test("A message with all kinds of blocks reads like a letter")
    func everything() {
        let blocks: [JSONValue] = [
            ["type": "header", "text": ["type": "plain_text", "text": "CloudTrail is off in payments"]],
            [
                "type": "section",
                "fields": [
                    ["type": "mrkdwn", "text": "*Account*\npayments (222222222222)"],
                    ["type": "mrkdwn", "text": "*Region*\n`eu-west-1`"],
                ],
            ],
            [
                "type": "rich_text",
                "elements": [
                    [
                        "type": "rich_text_section",
                        "elements": [
                            ["type": "text", "text": "Told "], ["type": "user", "user_id": "U0ALICE"],
                            ["type": "text", "text": " about "],
                            ["type": "text", "text": "audit", "style": ["code": true]],
                        ],
                    ],
                    [
                        "type": "rich_text_list", "style": "bullet",
                        "elements": [
                            [
                                "type": "rich_text_section",
                                "elements": [
                                    [
                                        "type": "text",
                                        "text": "it was stopped by somebody who should not have, at night",
                                    ]
                                ],
                            ]
                        ],
                    ],
                    [
                        "type": "rich_text_preformatted",
                        "elements": [["type": "text", "text": "aws cloudtrail start-logging --name audit"]],
                    ],
                ],
            ],
            ["type": "context", "elements": [["type": "mrkdwn", "text": "seen &lt;today&gt;"]]],
            [
                "type": "actions", "block_id": "b",
                "elements": [
                    ["type": "button", "text": ["type": "plain_text", "text": "Scan again"]],
                    ["type": "button", "text": ["type": "plain_text", "text": "Docs"], "url": "https://example.com"],
                ],
            ],
        ]
        #expect(
            print(blocks, width: 40) == [
                "CloudTrail is off in payments",
                "Account  payments (222222222222)",
                "Region   `eu-west-1`",
                "Told @alice about `audit`",
                "• it was stopped by somebody who should",
                "  not have, at night",
                "    aws cloudtrail start-logging --name audit",
                "seen <today>",
                "",
                "[1] Scan again   [2] Docs",
                "(https://example.com)",
            ])
    }

    @Test("Slack's markup becomes words")
    func markup() {
        #expect(mrkdwn("*bold* and `code` and 2*3*4") == ["bold and `code` and 2*3*4"])
        #expect(
            mrkdwn("<@U0ALICE> in <#C0OPS> said <https://x.test|see this>") == [
                "@alice in #ops said see this (https://x.test)"
            ])
        #expect(mrkdwn("<#C0NEW|new> a &amp;lt; b\nsecond") == ["#new a &lt; b", "second"])
    }

    @Test("Colours are escape sequences, and text from outside brings none of its own")
    func colours() {
        let block: JSONValue = ["type": "header", "text": ["type": "plain_text", "text": "a\u{1B}[31mb"]]
        #expect(print([block], colour: true) == ["\u{1B}[1ma[31mb\u{1B}[0m"])
    }

    @Test("Tables have aligned columns")
    func table() {
        func row(_ cells: String...) -> JSONValue {
            .array(cells.map { ["type": "raw_text", "text": .string($0)] })
        }
        let lines = print([["type": "table", "rows": [row("Account", "Regions"), row("payments", "2")]]])
        #expect(lines == ["Account   Regions", "payments  2      "])
    }

    @Test("Buttons are numbered through the whole message")
    func buttons() {
        let button: JSONValue = ["type": "button", "text": ["type": "plain_text", "text": "x"]]
        let blocks: [JSONValue] = [
            ["type": "section", "block_id": "s", "accessory": button],
            ["type": "actions", "block_id": "a", "elements": [button, button]],
        ]
        let found = MessageText.buttons(of: blocks)
        #expect(found.map(\.number) == [1, 2, 3])
        #expect(found.map(\.blockID) == ["s", "a", "a"])
        #expect(print(blocks) == ["[1] x", "", "[2] x   [3] x"])
    }
}
