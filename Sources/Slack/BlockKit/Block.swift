/// A block of a message, of a modal or of the App Home. https://docs.slack.dev/reference/block-kit/blocks
enum Block: Sendable, Equatable {
    case header(PlainText)
    case richText([RichTextElement])
    /// Plain text with something to press beside it.
    case section(PlainText, accessory: ActionElement?)
    case context(PlainText)
    case divider
    case actions(ActionsBlock)
    case table(TableBlock)
    case input(InputBlock)

    var isActions: Bool { if case .actions = self { true } else { false } }
    var isInput: Bool { if case .input = self { true } else { false } }
}

extension Block: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case elements
        case accessory
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .actions(let block): return try block.encode(to: encoder)
        case .table(let block): return try block.encode(to: encoder)
        case .input(let block): return try block.encode(to: encoder)
        case .header, .richText, .section, .context, .divider: break
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .header(let text):
            try container.encode("header", forKey: .type)
            try container.encode(text, forKey: .text)
        case .richText(let elements):
            try container.encode("rich_text", forKey: .type)
            try container.encode(elements, forKey: .elements)
        case .section(let text, let accessory):
            try container.encode("section", forKey: .type)
            try container.encode(text, forKey: .text)
            try container.encodeIfPresent(accessory, forKey: .accessory)
        case .context(let text):
            try container.encode("context", forKey: .type)
            try container.encode([text], forKey: .elements)
        case .divider:
            try container.encode("divider", forKey: .type)
        case .actions, .table, .input:
            break
        }
    }
}
