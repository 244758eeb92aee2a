import Networking

/// A message as it stands now.
public struct PostedMessage: Sendable, Equatable {
    public var channel: String
    public var ts: String
    /// The message that heads its thread.
    public var thread: String?
    public var author: String
    public var text: String
    public var blocks: [JSONValue]
    public var metadata: JSONValue?
    /// When it was edited last.
    public var edited: String?
    /// The only person who sees it, of an ephemeral message.
    public var audience: String?

    public init(
        channel: String, ts: String, thread: String? = nil, author: String, text: String, blocks: [JSONValue] = [],
        metadata: JSONValue? = nil, edited: String? = nil, audience: String? = nil
    ) {
        self.channel = channel
        self.ts = ts
        self.thread = thread
        self.author = author
        self.text = text
        self.blocks = blocks
        self.metadata = metadata
        self.edited = edited
        self.audience = audience
    }

    /// The bot's own mark of a message that it is going to replace.
    public static let provisionalEvent = "trailwatch_provisional"

    public var isProvisional: Bool { metadata?["event_type"]?.string == Self.provisionalEvent }
}

extension PostedMessage {
    /// The message as the Web API and the events show it.
    func json(_ identity: Identity) -> JSONValue {
        let isBot = author == identity.bot.id
        return .members([
            "type": "message", "user": .string(author), "ts": .string(ts), "text": .string(text),
            "team": .string(identity.team), "blocks": blocks.isEmpty ? nil : .array(blocks),
            "bot_id": isBot ? .string(identity.botID) : nil, "app_id": isBot ? .string(identity.app) : nil,
            "thread_ts": thread.map(JSONValue.string), "metadata": metadata,
            "edited": edited.map { ["user": .string(author), "ts": .string($0)] },
        ])
    }
}
