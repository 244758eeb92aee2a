extension Message {
    /// The whole message as it is read aloud, or shown where there is room for text alone: the summary, then what it leaves
    /// out. Nothing a message says stands only in its form.
    public var spoken: String {
        var said = summary
        // Most summaries are the lines themselves; to search a long one for each of them takes a while.
        var lines = Set(summary.split(separator: "\n").map(String.init))
        for line in blocks.flatMap(\.sentences) where !line.isEmpty && !lines.contains(line) && !said.contains(line) {
            said += "\n" + line
            lines.insert(line)
        }
        return said
    }
}

extension Message.Block {
    fileprivate var sentences: [String] {
        switch self {
        case .heading(let text): [text]
        case .code(let text): text.split(separator: "\n").map(String.init)
        case .paragraph(let text), .note(let text): [text.plain]
        case .list(let items): items.map(\.plain)
        case .facts(let facts): facts.map { "\($0.label): \($0.value.plain)" }
        case .table(let table): table.lines.map(\.plain)
        // They are read by themselves, as what can be pressed and chosen.
        case .buttons, .menus: []
        }
    }
}
