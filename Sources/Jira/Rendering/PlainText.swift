import ChatOps

/// A message as a text file.
enum PlainText {
    static func render(_ blocks: [Message.Block]) -> String {
        blocks.compactMap(text).joined(separator: "\n\n") + "\n"
    }

    private static func text(_ block: Message.Block) -> String? {
        switch block {
        case .heading(let text): text.onOneLine + "\n" + String(repeating: "=", count: text.onOneLine.count)
        case .paragraph(let text), .note(let text): plain(text)
        case .list(let items): items.map { "- " + plain($0) }.joined(separator: "\n")
        case .facts(let facts): facts.map { "- \($0.label): " + plain($0.value) }.joined(separator: "\n")
        case .code(let text): text.withoutControls
        case .table(let table): table.lines.map { "- " + plain($0) }.joined(separator: "\n")
        case .buttons, .menus: nil
        }
    }

    /// A link is followed by where it leads.
    private static func plain(_ text: RichText) -> String {
        text.runs.map { run in
            if case .link(let text, let url) = run, text != url { "\(text) <\(url)>" } else { RichText([run]).plain }
        }.joined().withoutControls
    }
}
