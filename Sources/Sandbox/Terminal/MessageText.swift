import Networking

/// Blocks as text. Knows nothing of where it is printed.
struct MessageText {
    var names: Names

    /// A button and where it is in its message.
    struct NumberedButton: Sendable, Equatable {
        var number: Int
        var blockID: String
        var element: JSONValue

        var label: String { element["text"]?["text"]?.string ?? "" }
    }

    /// The buttons of a message, numbered from 1 in reading order.
    static func buttons(of blocks: [JSONValue]) -> [NumberedButton] {
        var found: [NumberedButton] = []
        for block in blocks {
            let elements = (block["elements"]?.array ?? []) + (block["accessory"].map { [$0] } ?? [])
            for element in elements where element["type"]?.string == "button" {
                let id = block["block_id"]?.string ?? ""
                found.append(NumberedButton(number: found.count + 1, blockID: id, element: element))
            }
        }
        return found
    }

    /// A whole message; its plain text where it has no blocks.
    func rows(_ message: PostedMessage) -> [Row] {
        message.blocks.isEmpty ? markup(message.text) : rows(message.blocks)
    }

    func rows(_ blocks: [JSONValue]) -> [Row] {
        var rows: [Row] = []
        var buttonsBefore = 0
        for block in blocks {
            if ["actions", "header"].contains(block["type"]?.string), !rows.isEmpty { rows.append(Row(spans: [])) }
            rows += self.rows(of: block, buttonsBefore: buttonsBefore)
            buttonsBefore += Self.buttons(of: [block]).count
        }
        return rows
    }

    private func rows(of block: JSONValue, buttonsBefore: Int) -> [Row] {
        switch block["type"]?.string {
        case "header": return [Row(spans: [Span(block["text"]?["text"]?.string ?? "", .bold)])]
        case "section":
            let text = block["text"].map(text) ?? []
            let fields = facts(block["fields"]?.array ?? [])
            return text + fields + buttonRow(Self.buttons(of: [block]), buttonsBefore)
        case "context": return (block["elements"]?.array ?? []).flatMap(text).map(quiet)
        case "actions": return menuRow(block) + buttonRow(Self.buttons(of: [block]), buttonsBefore)
        case "divider": return [Row(spans: [Span("────────", .quiet)], isFixed: true)]
        case "rich_text": return RichTextRows(names: names).rows(block)
        case "table": return table(block["rows"]?.array ?? [])
        case "image": return [Row(spans: [Span("[picture: \(block["alt_text"]?.string ?? "")]", .quiet)])]
        case "markdown": return markup(block["text"]?.string ?? "")
        case let type: return [Row(spans: [Span("[\(type ?? "block")]", .quiet)])]
        }
    }

    /// A text object.
    private func text(_ object: JSONValue) -> [Row] {
        let text = object["text"]?.string ?? object["alt_text"]?.string ?? ""
        if object["type"]?.string == "mrkdwn" { return markup(text) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { Row(spans: [Span(String($0))]) }
    }

    private func markup(_ text: String) -> [Row] {
        Mrkdwn(names: names).lines(text).map { Row(spans: $0) }
    }

    private func quiet(_ row: Row) -> Row {
        var row = row
        row.spans = row.spans.map { Span($0.text, $0.style == .plain ? .quiet : $0.style) }
        return row
    }

    /// Fields of two lines are a label and its value: shown side by side, values aligned.
    private func facts(_ fields: [JSONValue]) -> [Row] {
        let parts = fields.map(text)
        let labels = parts.filter { $0.count > 1 }.map { $0[0].spans.map(\.text).joined().count }
        let width = (labels.max() ?? 0) + 2
        return parts.flatMap { rows -> [Row] in
            guard rows.count > 1 else { return rows }
            let label = rows[0].spans.map(\.text).joined()
            let pad = Span(String(repeating: " ", count: width - label.count))
            let indent = String(repeating: " ", count: width)
            return [Row(following: indent, spans: [Span(label, .quiet), pad] + rows[1].spans)]
                + rows.dropFirst(2).map { Row(first: indent, following: indent, spans: $0.spans) }
        }
    }

    /// What can be chosen on the page of the sandbox; a terminal shows what is chosen.
    private func menuRow(_ block: JSONValue) -> [Row] {
        let menus = (block["elements"]?.array ?? []).filter { $0["type"]?.string?.hasSuffix("_select") ?? false }
        guard !menus.isEmpty else { return [] }
        let words = menus.map { menu in
            let label = menu["placeholder"]?["text"]?.string ?? ""
            return "\(label): \(menu["initial_option"]?["text"]?["text"]?.string ?? "–")"
        }
        return [Row(spans: [Span(words.joined(separator: "   "), .quiet)])]
    }

    private func buttonRow(_ buttons: [NumberedButton], _ before: Int) -> [Row] {
        guard !buttons.isEmpty else { return [] }
        let spans = buttons.flatMap { button -> [Span] in
            let url = button.element["url"]?.string
            let label = "[\(button.number + before)] \(button.label)" + (url.map { " (\($0))" } ?? "")
            return [Span(label, .button), Span("   ")]
        }
        return [Row(spans: spans.dropLast())]
    }

    /// Columns as wide as their widest cell, up to forty characters.
    private func table(_ rows: [JSONValue]) -> [Row] {
        let cells = rows.map { row in
            (row.array ?? []).map { cell -> String in
                if let text = cell["text"]?.string { return text }
                return RichTextRows(names: names).rows(cell).map { $0.spans.map(\.text).joined() }.joined(
                    separator: " ")
            }
        }
        let columns = cells.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            min(40, cells.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0)
        }
        return cells.enumerated().map { index, row in
            let padded = row.enumerated().map { column, text in
                text + String(repeating: " ", count: max(0, widths[column] - text.count))
            }
            return Row(spans: [Span(padded.joined(separator: "  "), index == 0 ? .bold : .plain)], isFixed: true)
        }
    }
}
