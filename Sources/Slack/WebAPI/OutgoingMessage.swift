/// What can be sent once more without its blocks.
protocol HasBlocks: Encodable, Sendable {
    /// The same as plain text, for when Slack does not take the blocks.
    var withoutBlocks: Self { get }
}

/// The arguments of chat.postMessage, chat.postEphemeral and chat.update; what is nil is not sent.
struct OutgoingMessage: HasBlocks, Equatable {
    /// https://docs.slack.dev/messaging/message-metadata
    struct Metadata: Encodable, Sendable, Equatable {
        struct Payload: Encodable, Sendable, Equatable {
            /// What the message is found again by. Others can read it.
            var mark: String?
        }

        var event_type: String
        var event_payload = Payload()
    }

    var channel: String
    var text: String
    var blocks: [Block]
    var metadata: Metadata?
    /// Only for an update: which message.
    var ts: String?
    /// Only for an ephemeral message: who sees it.
    var user: String?
    var thread_ts: String?
    /// Only for a post, as `unfurl_media` and `mrkdwn`.
    var unfurl_links: Bool?
    var unfurl_media: Bool?
    /// false for text that goes without blocks: nothing in it is markup.
    var mrkdwn: Bool?

    var withoutBlocks: OutgoingMessage {
        var plain = self
        plain.blocks = []
        if unfurl_links != nil { plain.mrkdwn = false }
        return plain
    }
}

/// The body of a post to a press's `response_url` that takes the pressed message away.
/// https://docs.slack.dev/interactivity/handling-user-interaction#deleting_messages_responses
struct Withdrawal: Encodable, Sendable {
    let delete_original = true
}

/// The body of a post to a `response_url`.
struct ResponseMessage: HasBlocks, Equatable {
    enum Audience: String, Encodable, Sendable {
        case everyone = "in_channel"
        case asker = "ephemeral"
    }

    var response_type: Audience
    var text: String
    var blocks: [Block]
    var thread_ts: String?
    /// A press's `response_url` would replace the pressed message.
    var replace_original = false
    /// false for text that goes without blocks: nothing in it is markup.
    var mrkdwn: Bool?

    var withoutBlocks: ResponseMessage {
        var plain = self
        plain.blocks = []
        plain.mrkdwn = false
        return plain
    }
}
