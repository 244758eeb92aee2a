/// Slack's markup as spans: https://docs.slack.dev/messaging/formatting-message-text
struct Mrkdwn {
    var names: Names

    /// One list of spans for each line.
    func lines(_ text: String) -> [[Span]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { spans(Array($0)) }
    }

    private func spans(_ line: [Character]) -> [Span] {
        var spans: [Span] = []
        var plain = ""
        func flush() {
            if !plain.isEmpty { spans.append(Span(Self.unescape(plain))) }
            plain = ""
        }
        var index = 0
        while index < line.count {
            let character = line[index]
            if character == "<", let end = line[index...].firstIndex(of: ">") {
                flush()
                spans.append(reference(String(line[(index + 1)..<end])))
                index = end + 1
            } else if character == "*" || character == "`", let end = closing(line, from: index) {
                flush()
                let inner = Self.unescape(String(line[(index + 1)..<end]))
                spans.append(Span(inner, character == "*" ? .bold : .code))
                index = end + 1
            } else {
                plain.append(character)
                index += 1
            }
        }
        flush()
        return spans
    }

    /// The mark that ends a styled part; a mark inside a word starts none.
    private func closing(_ line: [Character], from start: Int) -> Int? {
        let mark = line[start]
        if start > 0, line[start - 1].isLetter || line[start - 1].isNumber { return nil }
        guard let end = line[(start + 1)...].firstIndex(of: mark), end > start + 1, line[start + 1] != " " else {
            return nil
        }
        return end
    }

    /// What stands between `<` and `>`.
    private func reference(_ text: String) -> Span {
        let halves = text.split(separator: "|", maxSplits: 1).map(String.init)
        let (target, label) = (halves.first ?? "", halves.count > 1 ? Self.unescape(halves[1]) : nil)
        switch target.first {
        case "@": return Span(label ?? names.person(String(target.dropFirst())), .bold)
        case "#": return Span(label.map { "#\($0)" } ?? names.channel(String(target.dropFirst())), .bold)
        case "!": return Span(label ?? "@\(target.dropFirst())", .bold)
        default: return Span(Self.link(label, Self.unescape(target)), .link)
        }
    }

    /// A link in words: its label, and the address where the label does not tell it.
    static func link(_ label: String?, _ url: String) -> String {
        guard let label, label != url, !url.hasSuffix(label) else { return label ?? url }
        return "\(label) (\(url))"
    }

    static func unescape(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        let entities = ["&amp;": "&", "&lt;": "<", "&gt;": ">"]
        while let character = rest.first {
            if character == "&", let entity = entities.first(where: { rest.hasPrefix($0.key) }) {
                result += entity.value
                rest = rest.dropFirst(entity.key.count)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
