/// Where something was said, and so where the answer goes.
public struct Conversation: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable {
        case channel
        case direct
    }

    /// The chat's id of the channel.
    public var channel: String
    public var kind: Kind
    /// The message whose thread this is.
    public var thread: String?
    /// Slack's `response_url`: a way to answer where the bot is not a member. Holds no token of ours.
    public var replyURL: String?

    public init(channel: String, kind: Kind, thread: String? = nil, replyURL: String? = nil) {
        self.channel = channel
        self.kind = kind
        self.thread = thread
        self.replyURL = replyURL
    }
}

/// A message that was posted, to find it again.
public struct MessageReference: Hashable, Sendable, Codable {
    public var channel: String
    /// The chat's id of the message in its channel (Slack's `ts`).
    public var id: String

    public init(channel: String, id: String) {
        self.channel = channel
        self.id = id
    }
}
