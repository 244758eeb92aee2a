import ChatOps
import FoundationEssentials

/// A message in Slack's form.
struct RenderedMessage: Sendable, Equatable {
    /// What notifications and screen readers read, escaped.
    var text: String
    /// Never empty: without blocks Slack would look for markup in `text`.
    var blocks: [Block]
}

/// Renders messages within Slack's limits. What does not fit is left out, and the message says so.
struct MessageRenderer {
    private var blocks: [Block] = []
    private var budget = TextBudget(Limits.messageText)
    /// The buttons so far, whose places in the message keep their ids unique.
    private var buttons: [ButtonAction] = []
    private var hasTable = false

    static func render(_ message: Message) -> RenderedMessage {
        var renderer = MessageRenderer()
        for block in message.blocks { renderer.add(block) }
        if renderer.blocks.allSatisfy(\.isActions) {
            renderer.blocks.insert(renderer.paragraph("\(message.summary.nonEmpty ?? "–")"), at: 0)
        }
        return RenderedMessage(text: fallback(message.spoken), blocks: renderer.finished())
    }

    /// Escaped, and cut before the escaping could take it over the limit.
    static func fallback(_ summary: String) -> String {
        let text = summary.printable
        var limit = Limits.fallback
        while true {
            let escaped = text.shortened(to: limit).escapedForMarkup
            if escaped.utf16.count <= Limits.fallback { return escaped.isEmpty ? "–" : escaped }
            limit -= max(1, (escaped.utf16.count - Limits.fallback) / 5)
        }
    }

    /// A paragraph outside a message: the introduction of a form.
    static func paragraph(_ text: RichText) -> Block? {
        var renderer = MessageRenderer()
        renderer.add(.paragraph(text))
        return renderer.blocks.first
    }

    private mutating func add(_ block: Message.Block) {
        switch block {
        case .heading(let text):
            if let text = budget.take(text, limit: Limits.header) {
                blocks.append(.header(PlainText(text, limit: Limits.header)))
            }
        case .paragraph(let text):
            addSection(leaves(text))
        case .list(let items):
            let shown = items.map { leaves($0) }.filter { !$0.isEmpty }
            if !shown.isEmpty { blocks.append(.richText([.list(shown)])) }
        case .facts(let facts):
            addSection(lines(facts))
        case .code(let text):
            if let text = budget.take(text, limit: Limits.run) { blocks.append(.richText([.preformatted(text)])) }
        case .note(let text):
            addNote(text)
        case .buttons(let buttons):
            add(buttons)
        case .table(let table):
            add(table)
        case .menus(let menus, let action):
            add(menus, action)
        }
    }

    private mutating func addSection(_ leaves: [RichTextElement.Leaf]) {
        if !leaves.isEmpty { blocks.append(.richText([.section(leaves)])) }
    }

    private mutating func paragraph(_ text: RichText) -> Block {
        .richText([.section(leaves(text))])
    }

    /// `label: value` a line. Section fields would stand side by side, but only as markup or without links and emphasis.
    private mutating func lines(_ facts: [Message.Fact]) -> [RichTextElement.Leaf] {
        var all: [RichTextElement.Leaf] = []
        for fact in facts {
            guard let label = budget.take(fact.label, limit: Limits.run) else { continue }
            if !all.isEmpty { all.append(.text("\n")) }
            all += [.text(label, .bold), .text(": ")] + leaves(fact.value)
        }
        return all
    }

    /// Small print knows no links or mentions without markup, so a note that has them is a paragraph.
    private mutating func addNote(_ note: RichText) {
        let isText = note.runs.allSatisfy { run in
            switch run {
            case .plain, .bold, .code: true
            case .link, .person, .channel: false
            }
        }
        guard isText else { return addSection(leaves(note)) }
        if let text = budget.take(note.plain, limit: Limits.plainText) {
            blocks.append(.context(PlainText(text, limit: Limits.plainText)))
        }
    }

    private mutating func leaves(_ text: RichText) -> [RichTextElement.Leaf] {
        text.runs.compactMap { run in
            switch run {
            case .plain(let text): budget.take(text, limit: Limits.run).map { .text($0) }
            case .bold(let text): budget.take(text, limit: Limits.run).map { .text($0, .bold) }
            case .code(let text): budget.take(text, limit: Limits.run).map { .text($0, .code) }
            case .link(let text, let url): link(text, url)
            case .person(let id):
                id.isSlackUser ? .user(id.rawValue) : budget.take(run.plain, limit: Limits.run).map { .text($0) }
            case .channel(let id):
                switch SlackPlace(id) {
                case .channel: .channel(id)
                case .direct: budget.take("direct messages", limit: Limits.run).map { .text($0) }
                case nil: budget.take(run.plain, limit: Limits.run).map { .text($0) }
                }
            }
        }
    }

    private mutating func link(_ text: String, _ url: String) -> RichTextElement.Leaf? {
        guard let shown = budget.take(text.isEmpty ? url : text, limit: Limits.run) else { return nil }
        return Self.isLinkable(url) ? .link(shown, url: url) : .text(shown)
    }

    /// Only what surely is a web address: Slack refuses the whole message for a bad one.
    private static func isLinkable(_ url: String) -> Bool {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), url.utf16.count <= Limits.url else { return false }
        return url.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !#"<>"\^`{|}"#.utf8.contains($0) }
    }

    private mutating func add(_ buttons: [Button]) {
        var elements: [ActionElement] = []
        for button in buttons {
            guard let element = ButtonElement(button, number: self.buttons.count) else { continue }
            elements.append(.button(element))
            self.buttons.append(button.action)
        }
        blocks += ActionsBlock.rows(of: elements).map(Block.actions)
    }

    /// A message has one table, of a limited size; what does not fit is a list.
    private mutating func add(_ table: Table) {
        let text = table.rows.joined().reduce(0) { $0 + $1.utf16.count }
        let pages = TableBlock.pages(header: table.columns, rows: table.rows)
        guard !hasTable, pages.count == 1, table.columns.count <= Limits.tableColumns, text <= budget.left else {
            return add(.list(table.lines))
        }
        hasTable = true
        for cell in table.rows.joined() { _ = budget.take(cell, limit: Limits.run) }
        blocks.append(.table(pages[0]))
    }

    /// What is chosen comes back with the block's id, which says what the menus are of; see `MenuBlock`.
    private mutating func add(_ menus: [Menu], _ action: ButtonAction) {
        let elements = menus.compactMap { menu -> ActionElement? in
            let selected = menu.selected.flatMap { Option($0.label, value: $0.value) }
            switch menu.choices {
            case .these(let choices):
                let options = choices.compactMap { Option($0.label, value: $0.value) }
                return SelectElement(id: menu.field, label: menu.label, options: options, selected: selected)
                    .map { .select($0) }
            case .people: return SelectElement(peopleFor: menu.field, label: menu.label).map { .select($0) }
            case .searched:
                return SelectElement(id: menu.field, label: menu.label, selected: selected).map { .select($0) }
            }
        }
        guard let id = MenuBlock.id(of: action, beside: buttons) else { return }
        if let row = ActionsBlock(id: id, elements: elements) { blocks.append(.actions(row)) }
    }

    /// Buttons at the end outlive the cut: they are what people act with.
    private func finished() -> [Block] {
        let room = Limits.messageBlocks
        let isCut = blocks.count > room
        guard isCut || budget.isExceeded else { return blocks }
        let note = Block.context(PlainText("Shortened: Slack does not show longer messages.", limit: Limits.plainText))
        let tail = Array(blocks.reversed().prefix { $0.isActions }.reversed())
        let body = blocks.dropLast(tail.count).prefix(room - 1 - tail.count)
        return body + [note] + tail
    }
}

extension ButtonElement {
    /// `number` is the button's place in its message, which keeps its id unique there.
    fileprivate init?(_ button: Button, number: Int) {
        guard let value = try? JSONEncoder.slack.encode(button.action) else { return nil }
        let style: Style? =
            switch button.style {
            case .normal: nil
            case .primary: .primary
            case .danger: .danger
            }
        self.init(
            button.label, id: "\(button.action.name).\(number)", value: String(decoding: value, as: UTF8.self),
            style: style,
            confirm: button.confirmation.map { Confirmation(title: $0.title, text: $0.text, confirm: $0.confirm) })
    }
}

extension PersonID {
    /// Whether this can be a Slack user's id: another one would get the whole message refused.
    var isSlackUser: Bool { rawValue.isSlackID(of: "UW") }
}

/// What kind of place an id names; of a person's it is the person's own direct messages.
private enum SlackPlace {
    case channel
    case direct

    init?(_ id: String) {
        if id.isSlackID(of: "CG") {
            self = .channel
        } else if id.isSlackID(of: "DUW") {
            self = .direct
        } else {
            return nil
        }
    }
}

extension String {
    /// Whether this can be an id of one of the kinds that begin with these letters.
    fileprivate func isSlackID(of kinds: String) -> Bool {
        guard let first, kinds.contains(first), utf8.count > 1 else { return false }
        return utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
}
