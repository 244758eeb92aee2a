import ChatOps
import Networking
import Testing

@testable import Jira

@Suite("Atlassian documents for Cloud")
struct AtlassianDocumentTests {
    private func content(_ blocks: [Message.Block]) -> JSONValue? { AtlassianDocument.render(blocks)["content"] }

    @Test("A table has a header and as many cells in each row; one without rows is none")
    func table() {
        func cell(_ kind: String, _ text: String) -> JSONValue {
            let content: JSONValue = text.isEmpty ? [] : [["type": "text", "text": .string(text)]]
            return ["type": .string(kind), "attrs": [:], "content": [["type": "paragraph", "content": content]]]
        }
        let table = Table(columns: ["Trail", "State"], rows: [["a|b", "logging"], ["c"]])
        #expect(
            content([.table(table), .table(Table(columns: ["a"], rows: []))]) == [
                [
                    "type": "table", "attrs": ["isNumberColumnEnabled": false, "layout": "default"],
                    "content": [
                        ["type": "tableRow", "content": [cell("tableHeader", "Trail"), cell("tableHeader", "State")]],
                        ["type": "tableRow", "content": [cell("tableCell", "a|b"), cell("tableCell", "logging")]],
                        ["type": "tableRow", "content": [cell("tableCell", "c"), cell("tableCell", "")]],
                    ],
                ]
            ])
    }

    @Test("Every kind of block has its node")
    func blocks() {
        let strong: JSONValue = [["type": "strong"]]
        #expect(
            AtlassianDocument.render([
                .heading("CloudTrail\nis off"), .list(["one"]), .facts([.init("Account", "123456789012")]),
                .code("a\n  b"), .note("Small \(bold: "print")"), .buttons([]), .list([]), .facts([]), .code(""),
            ]) == [
                "type": "doc", "version": 1,
                "content": [
                    [
                        "type": "heading", "attrs": ["level": 3],
                        "content": [["type": "text", "text": "CloudTrail is off"]],
                    ],
                    [
                        "type": "bulletList",
                        "content": [
                            [
                                "type": "listItem",
                                "content": [
                                    ["type": "paragraph", "content": [["type": "text", "text": "one"]]]
                                ],
                            ]
                        ],
                    ],
                    [
                        "type": "bulletList",
                        "content": [
                            [
                                "type": "listItem",
                                "content": [
                                    [
                                        "type": "paragraph",
                                        "content": [
                                            ["type": "text", "text": "Account:", "marks": strong],
                                            ["type": "text", "text": " "],
                                            ["type": "text", "text": "123456789012"],
                                        ],
                                    ]
                                ],
                            ]
                        ],
                    ],
                    ["type": "codeBlock", "content": [["type": "text", "text": "a\n  b"]]],
                    [
                        "type": "paragraph",
                        "content": [
                            ["type": "text", "text": "Small ", "marks": [["type": "em"]]],
                            ["type": "text", "text": "print", "marks": [["type": "em"], ["type": "strong"]]],
                        ],
                    ],
                ],
            ])
    }

    @Test("Styles are marks, lines are breaks, and people are named")
    func inline() {
        #expect(
            content([
                .paragraph(
                    "a\n\nb \(code: "c") \(link: "d", "https://x.example") \(person: PersonID(rawValue: "U1"))")
            ]) == [
                [
                    "type": "paragraph",
                    "content": [
                        ["type": "text", "text": "a"], ["type": "hardBreak"], ["type": "hardBreak"],
                        ["type": "text", "text": "b "],
                        ["type": "text", "text": "c", "marks": [["type": "code"]]], ["type": "text", "text": " "],
                        [
                            "type": "text", "text": "d",
                            "marks": [["type": "link", "attrs": ["href": "https://x.example"]]],
                        ],
                        ["type": "text", "text": " @U1"],
                    ],
                ]
            ])
    }

    @Test("Text from outside is data: nothing in it is escaped or obeyed")
    func hostile() {
        let text = #"*x* {code} [~a] <b> "q" \n \u0041 h1. "#
        #expect(
            content([.paragraph("\(text)")])
                == [["type": "paragraph", "content": [["type": "text", "text": .string(text)]]]])
        #expect(
            content([.paragraph("\u{0}a\u{7}\r\nb")]) == [
                [
                    "type": "paragraph",
                    "content": [
                        ["type": "text", "text": "a"], ["type": "hardBreak"], ["type": "text", "text": "b"],
                    ],
                ]
            ])
    }

    @Test("Only web addresses become links")
    func links() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//x.example", ""] {
            #expect(
                content([.paragraph("\(link: "x", url)")])
                    == [["type": "paragraph", "content": [["type": "text", "text": "x"]]]])
        }
    }

    @Test("An empty paragraph has no empty text, which JIRA refuses")
    func empty() {
        #expect(content([.paragraph("")]) == [["type": "paragraph", "content": []]])
    }
}
