import ChatOps
import Networking

/// A message in the Atlassian Document Format, what JIRA Cloud takes for text. Text is data there, so nothing is escaped.
/// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
enum AtlassianDocument {
    static func render(_ blocks: [Message.Block]) -> JSONValue {
        ["type": "doc", "version": 1, "content": .array(blocks.compactMap(node))]
    }

    private static func node(_ block: Message.Block) -> JSONValue? {
        switch block {
        case .heading(let text):
            ["type": "heading", "attrs": ["level": 3], "content": .array(inline([.plain(text.onOneLine)]))]
        case .paragraph(let text): paragraph(text.merged)
        case .note(let text): paragraph(text.merged, isSmallPrint: true)
        case .list(let items): bullets(items.map(\.merged))
        case .facts(let facts): bullets(facts.map { [.bold("\($0.label):"), .plain(" ")] + $0.value.merged })
        case .code(let text):
            text.isEmpty
                ? nil : ["type": "codeBlock", "content": [["type": "text", "text": .string(text.withoutControls)]]]
        case .table(let table): self.table(table)
        case .buttons, .menus: nil
        }
    }

    private static func bullets(_ items: [[RichText.Run]]) -> JSONValue? {
        // JIRA refuses a list without items.
        items.isEmpty
            ? nil
            : [
                "type": "bulletList",
                "content": .array(items.map { ["type": "listItem", "content": [paragraph($0)]] }),
            ]
    }

    /// https://developer.atlassian.com/cloud/jira/platform/apis/document/nodes/table/
    private static func table(_ table: Table) -> JSONValue? {
        guard !table.columns.isEmpty, !table.rows.isEmpty else { return nil }
        func row(_ cells: [String], _ kind: String) -> JSONValue {
            let padded = cells + Array(repeating: "", count: max(table.columns.count - cells.count, 0))
            return [
                "type": "tableRow",
                "content": .array(
                    padded.prefix(table.columns.count).map { text in
                        ["type": .string(kind), "attrs": [:], "content": [paragraph([.plain(text)])]]
                    }),
            ]
        }
        return [
            "type": "table", "attrs": ["isNumberColumnEnabled": false, "layout": "default"],
            "content": .array([row(table.columns, "tableHeader")] + table.rows.map { row($0, "tableCell") }),
        ]
    }

    private static func paragraph(_ runs: [RichText.Run], isSmallPrint: Bool = false) -> JSONValue {
        ["type": "paragraph", "content": .array(inline(runs, isSmallPrint: isSmallPrint))]
    }

    private static func inline(_ runs: [RichText.Run], isSmallPrint: Bool = false) -> [JSONValue] {
        let emphasis: [JSONValue] = isSmallPrint ? [["type": "em"]] : []
        return runs.flatMap { run in
            switch run {
            case .plain(let text): nodes(text, emphasis)
            case .bold(let text): nodes(text, emphasis + [["type": "strong"]])
            // The mark `code` stands beside no other but a link.
            case .code(let text): nodes(text, [["type": "code"]])
            case .link(let text, let url):
                nodes(
                    text, url.isWebAddress ? emphasis + [["type": "link", "attrs": ["href": .string(url)]]] : emphasis)
            case .person, .channel: nodes(run.plain, emphasis)
            }
        }
    }

    /// Text nodes, which may not be empty, with breaks between the lines.
    private static func nodes(_ text: String, _ marks: [JSONValue]) -> [JSONValue] {
        let lines = text.withoutControls.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? [] : [node(String(line), marks)]
        }
        return Array(lines.joined(separator: [["type": "hardBreak"]]))
    }

    private static func node(_ text: String, _ marks: [JSONValue]) -> JSONValue {
        var members: [String: JSONValue] = ["type": "text", "text": .string(text)]
        if !marks.isEmpty { members["marks"] = .array(marks) }
        return .object(members)
    }
}
