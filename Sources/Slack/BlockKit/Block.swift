/// A block of a message or of a modal. https://docs.slack.dev/reference/block-kit/blocks
enum Block: Sendable, Equatable {
    case header(PlainText)
    case richText([RichTextElement])
    case context(PlainText)
    /// At most `Limits.buttonsPerBlock`.
    case actions([ButtonElement])
    case input(InputBlock)

    var isActions: Bool { if case .actions = self { true } else { false } }
}

extension Block: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case elements
    }

    func encode(to encoder: any Encoder) throws {
        if case .input(let input) = self { return try input.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .header(let text):
            try container.encode("header", forKey: .type)
            try container.encode(text, forKey: .text)
        case .richText(let elements):
            try container.encode("rich_text", forKey: .type)
            try container.encode(elements, forKey: .elements)
        case .context(let text):
            try container.encode("context", forKey: .type)
            try container.encode([text], forKey: .elements)
        case .actions(let buttons):
            try container.encode("actions", forKey: .type)
            try container.encode(buttons, forKey: .elements)
        case .input:
            break
        }
    }
}

/// A labelled text field. https://docs.slack.dev/reference/block-kit/blocks/input-block
struct InputBlock: Encodable, Sendable, Equatable {
    struct Element: Encodable, Sendable, Equatable {
        private let type = "plain_text_input"
        let action_id: String
        let multiline: Bool
        let max_length = Limits.inputLength
        let placeholder: PlainText?
    }

    private let type = "input"
    let block_id: String
    let label: PlainText
    let element: Element
    let optional: Bool

    init(id: String, label: String, placeholder: String, isMultiline: Bool, isRequired: Bool) {
        block_id = id
        self.label = PlainText(label, limit: Limits.inputLabel)
        element = Element(
            action_id: "answer", multiline: isMultiline,
            placeholder: placeholder.isEmpty ? nil : PlainText(placeholder, limit: Limits.placeholder))
        optional = !isRequired
    }
}
