extension Message {
    /// A message whose summary is the text of its blocks.
    init(_ blocks: [Block]) {
        self.init(summary: blocks.plain, blocks: blocks)
    }
}

extension [Message.Block] {
    /// The blocks as one plain text, for summaries.
    var plain: String {
        compactMap { block in
            switch block {
            case .heading(let text), .code(let text): text
            case .paragraph(let text), .note(let text): text.plain
            case .list(let items): items.map { "• \($0.plain)" }.joined(separator: "\n")
            case .facts(let facts): facts.map { "\($0.label): \($0.value.plain)" }.joined(separator: "\n")
            case .buttons, .menus: nil
            case .table(let table): table.lines.map(\.plain).joined(separator: "\n")
            }
        }.joined(separator: "\n")
    }
}
