/// A piece of a `rich_text` block. Its text is data: Slack looks for no markup in it.
/// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
enum RichTextElement: Sendable, Equatable {
    case section([Leaf])
    case list([[Leaf]])
    case preformatted(String)

    enum Leaf: Sendable, Equatable {
        case text(String, Style = .none)
        case link(String, url: String)
        case user(String)
        case channel(String)
    }

    enum Style: String, Sendable {
        case none
        case bold
        case code
    }
}

extension RichTextElement: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case elements
        case style
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .section(let leaves):
            try container.encode("rich_text_section", forKey: .type)
            try container.encode(leaves, forKey: .elements)
        case .list(let items):
            try container.encode("rich_text_list", forKey: .type)
            try container.encode("bullet", forKey: .style)
            try container.encode(items.map { RichTextElement.section($0) }, forKey: .elements)
        case .preformatted(let text):
            try container.encode("rich_text_preformatted", forKey: .type)
            try container.encode([Leaf.text(text)], forKey: .elements)
        }
    }
}

extension RichTextElement.Leaf: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case style
        case url
        case user = "user_id"
        case channel = "channel_id"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .text(let text, let style):
            try container.encode("text", forKey: .type)
            try container.encode(text, forKey: .text)
            if style != .none { try container.encode([style.rawValue: true], forKey: .style) }
        case .link(let text, let url):
            try container.encode("link", forKey: .type)
            try container.encode(url, forKey: .url)
            if !text.isEmpty { try container.encode(text, forKey: .text) }
        case .user(let id):
            try container.encode("user", forKey: .type)
            try container.encode(id, forKey: .user)
        case .channel(let id):
            try container.encode("channel", forKey: .type)
            try container.encode(id, forKey: .channel)
        }
    }
}
