import Networking

/// A rich_text block as rows: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
struct RichTextRows {
    var names: Names

    func rows(_ block: JSONValue) -> [Row] {
        (block["elements"]?.array ?? []).flatMap(part)
    }

    private func part(_ part: JSONValue) -> [Row] {
        switch part["type"]?.string {
        case "rich_text_list": return list(part)
        case "rich_text_preformatted":
            return lines(part).map { line in
                Row(first: "    ", following: "    ", spans: line.map { Span($0.text) }, isFixed: true)
            }
        case "rich_text_quote": return lines(part).map { Row(first: "> ", following: "> ", spans: $0) }
        default: return lines(part).map { Row(spans: $0) }
        }
    }

    private func list(_ list: JSONValue) -> [Row] {
        let indent = String(repeating: "  ", count: list["indent"]?.int ?? 0)
        let start = (list["offset"]?.int ?? 0) + 1
        return (list["elements"]?.array ?? []).enumerated().flatMap { index, item in
            let bullet = list["style"]?.string == "ordered" ? "\(start + index). " : "• "
            let hanging = indent + String(repeating: " ", count: bullet.count)
            return lines(item).enumerated().map { line, spans in
                Row(first: line == 0 ? indent + bullet : hanging, following: hanging, spans: spans)
            }
        }
    }

    /// The spans of a part, one list for each line; a line break at the very end starts none.
    private func lines(_ part: JSONValue) -> [[Span]] {
        var lines: [[Span]] = [[]]
        for leaf in part["elements"]?.array ?? [] {
            let span = span(leaf)
            let pieces = span.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index > 0 { lines.append([]) }
                if !piece.isEmpty { lines[lines.count - 1].append(Span(String(piece), span.style)) }
            }
        }
        if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func span(_ leaf: JSONValue) -> Span {
        switch leaf["type"]?.string {
        case "text":
            let style: Span.Style =
                leaf["style"]?["code"]?.bool == true ? .code : leaf["style"]?["bold"]?.bool == true ? .bold : .plain
            return Span(leaf["text"]?.string ?? "", style)
        case "link": return Span(Mrkdwn.link(leaf["text"]?.string, leaf["url"]?.string ?? ""), .link)
        case "user": return Span(names.person(leaf["user_id"]?.string ?? ""), .bold)
        case "channel": return Span(names.channel(leaf["channel_id"]?.string ?? ""), .bold)
        case "emoji": return Span(Emoji.character(leaf["name"]?.string ?? ""))
        case "broadcast": return Span("@\(leaf["range"]?.string ?? "here")", .bold)
        case "date": return Span(leaf["fallback"]?.string ?? "a date")
        default: return Span("")
        }
    }
}
