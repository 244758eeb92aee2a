/// A `plain_text` object: no markup, no emoji codes, and never longer than its place allows.
struct PlainText: Encodable, Sendable, Equatable {
    let text: String

    init(_ text: String, limit: Int) {
        let shown = text.printable.shortened(to: limit)
        // Slack refuses an empty text object.
        self.text = shown.isEmpty ? "–" : shown
    }

    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case emoji
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("plain_text", forKey: .type)
        try container.encode(text, forKey: .text)
        try container.encode(false, forKey: .emoji)
    }
}
