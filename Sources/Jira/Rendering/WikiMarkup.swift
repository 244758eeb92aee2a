import ChatOps

/// A message in JIRA's wiki markup, what Data Center and Server take for text.
/// https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
enum WikiMarkup {
    static func render(_ blocks: [Message.Block]) -> String {
        blocks.compactMap(text).joined(separator: "\n\n")
    }

    private static func text(_ block: Message.Block) -> String? {
        switch block {
        case .heading(let text): "h3. " + escape(text.onOneLine)
        case .paragraph(let text): inline(text.merged)
        case .note(let text): "{color:#707070}" + inline(text.merged) + "{color}"
        case .list(let items): bullets(items.map(\.merged))
        case .facts(let facts): bullets(facts.map { [.bold("\($0.label):"), .plain(" ")] + $0.value.merged })
        case .code(let text): "{noformat}\n" + unformatted(text) + "\n{noformat}"
        case .table(let table): self.table(table)
        case .buttons, .menus: nil
        }
    }

    private static func bullets(_ items: [[RichText.Run]]) -> String? {
        items.isEmpty ? nil : items.map { "* " + inline($0).replacing("\n", with: " ") }.joined(separator: "\n")
    }

    /// A line end would end a row, and an empty cell is none.
    private static func table(_ table: Table) -> String? {
        guard !table.columns.isEmpty, !table.rows.isEmpty else { return nil }
        func cell(_ text: String) -> String {
            let text = escape(text.onOneLine)
            return text.isEmpty ? " " : text
        }
        let head = "||" + table.columns.map { cell($0) + "||" }.joined()
        let rows = table.rows.map { row in
            "|" + table.columns.indices.map { (row.indices.contains($0) ? cell(row[$0]) : " ") + "|" }.joined()
        }
        return ([head] + rows).joined(separator: "\n")
    }

    private static func inline(_ runs: [RichText.Run]) -> String {
        runs.map { run in
            switch run {
            case .plain(let text): escape(text.withoutControls)
            // In braces a mark counts in the middle of a word too.
            case .bold(let text): styled(text, "{*}", "{*}")
            // Markup counts inside the fixed-width face as well.
            case .code(let text): styled(text, "{{", "}}")
            case .link(let text, let url):
                url.isWebAddress
                    ? "[\(escape(text.onOneLine))|\(url.percentEncoded(keeping: "-._~:/?#@$&'()*+,;=%"))]"
                    : escape(text.withoutControls)
            case .person, .channel: escape(run.plain)
            }
        }.joined()
    }

    /// Marks hold only around one line that neither begins nor ends with a blank.
    private static func styled(_ text: String, _ before: String, _ after: String) -> String {
        let text = text.onOneLine
        return text.isEmpty ? "" : before + escape(text) + after
    }

    /// Nothing but `{noformat}` itself counts in such a block; an invisible character keeps a copy in the text from ending it.
    private static func unformatted(_ text: String) -> String {
        text.withoutControls.replacing("{noformat", with: "{\u{200B}noformat")
    }

    /// The text such that JIRA shows it as it is: no markup, link, image, mention, list, emoticon or entity.
    static func escape(_ text: String) -> String {
        let characters = Array(text)
        return characters.indices.map { WikiCharacter(characters, at: $0).escaped }.joined()
    }
}

/// One character of plain text among its neighbours.
private struct WikiCharacter {
    let characters: [Character]
    let index: Int

    init(_ characters: [Character], at index: Int) {
        self.characters = characters
        self.index = index
    }

    var escaped: String {
        let character = characters[index]
        return switch character {
        // `\\` would be a line break, so a backslash cannot escape itself.
        case "\\": "&#92;"
        // Whatever could begin an entity.
        case "&": next.map { $0 == "#" || $0.isLetter } ?? false ? "&amp;" : "&"
        case "{", "}", "[", "]", "|", "!", "#": "\\\(character)"
        // A mark within a word, as in eu-west-1, opens nothing.
        case "*", "_", "-", "+", "^", "~": isWithinWord ? "\(character)" : "\\\(character)"
        case "?": previous == "?" || next == "?" ? "\\?" : "?"
        case "(", ":", ";", ".": isSpecialPunctuation ? "\\\(character)" : "\(character)"
        default: "\(character)"
        }
    }

    private var previous: Character? { index > 0 ? characters[index - 1] : nil }
    private var next: Character? { index + 1 < characters.count ? characters[index + 1] : nil }

    private var isWithinWord: Bool {
        guard let previous, let next else { return false }
        return (previous.isLetter || previous.isNumber) && (next.isLetter || next.isNumber)
    }

    private var isSpecialPunctuation: Bool {
        switch characters[index] {
        // (x), (/), (*r), (flagoff)
        case "(": characters[(index + 1)...].prefix(8).contains(")")
        // :) :D ;) and http://, mailto:
        case ":": next.map { "/()DPp".contains($0) } ?? false || before(6).lowercased() == "mailto"
        case ";": next == ")"
        // h1. and bq. begin a heading and a quotation.
        default: ["h1", "h2", "h3", "h4", "h5", "h6", "bq"].contains(before(2))
        }
    }

    private func before(_ count: Int) -> String { String(characters[max(0, index - count)..<index]) }
}
