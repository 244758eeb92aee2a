/// A piece of text in one style.
struct Span: Sendable, Equatable {
    enum Style: Sendable, Equatable {
        case plain
        case bold
        case code
        case quiet
        case link
        case button
    }

    var text: String
    var style: Style

    init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

/// A line before it is broken to the width: what stands before its first line, and before those that follow.
struct Row: Sendable, Equatable {
    var first = ""
    var following = ""
    var spans: [Span]
    /// Code and tables keep their lines.
    var isFixed = false
}

/// How text reaches the terminal.
public struct TextStyle: Sendable, Equatable {
    /// Escape sequences for bold, colours and the like.
    public var hasColour: Bool
    public var width: Int

    public init(hasColour: Bool, width: Int) {
        self.hasColour = hasColour
        self.width = width
    }

    func paint(_ span: Span) -> String {
        let text = String(span.text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        guard hasColour else { return span.style == .code ? "`\(text)`" : text }
        let code =
            switch span.style {
            case .plain: ""
            case .bold: "1"
            case .code: "33"
            case .quiet: "2"
            case .link: "4"
            case .button: "36"
            }
        return code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Rows broken between words.
    func lines(_ rows: [Row]) -> [String] {
        rows.flatMap { row -> [String] in
            if row.isFixed { return [row.first + row.spans.map(paint).joined()] }
            return Self.wrap(row.spans, width - row.first.count, width - row.following.count).enumerated().map {
                index, spans in
                (index == 0 ? row.first : row.following) + spans.map(paint).joined()
            }
        }
    }

    private static func wrap(_ spans: [Span], _ first: Int, _ following: Int) -> [[Span]] {
        var lines: [[Span]] = [[]]
        var used = 0
        for span in spans {
            var fresh = true
            for word in span.style == .code ? [span.text] : words(span.text) {
                let length = word.count + (span.style == .code ? 2 : 0)
                if used > 0, used + trimmed(word).count > (lines.count == 1 ? first : following) {
                    trimEnd(&lines[lines.count - 1])
                    lines.append([])
                    (used, fresh) = (0, true)
                }
                let text = used == 0 && lines.count > 1 ? String(word.drop { $0 == " " }) : word
                if text.isEmpty { continue }
                if fresh {
                    lines[lines.count - 1].append(Span(text, span.style))
                    fresh = false
                } else {
                    lines[lines.count - 1][lines[lines.count - 1].count - 1].text += text
                }
                used += used == 0 ? text.count : length
            }
        }
        return lines
    }

    private static func trimEnd(_ line: inout [Span]) {
        guard var last = line.popLast() else { return }
        last.text = String(trimmed(last.text))
        if !last.text.isEmpty { line.append(last) }
    }

    private static func trimmed(_ word: String) -> Substring {
        word.dropLast(word.reversed().prefix { $0 == " " }.count)
    }

    /// Each word with the blanks after it.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text {
            if character != " ", word.last == " " {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}
