import ChatOps
import Logging

import struct FoundationEssentials.Date

extension SlackMessenger {
    /// A reply where the bot may not speak goes through the conversation's `replyURL`. Its reference is that URL: Slack
    /// gives no other, and an update of it can only be said anew.
    public func post(
        _ message: Message, in conversation: Conversation, mark: String?
    ) async throws(MessengerError) -> MessageReference {
        try await post(message, in: conversation, mark: mark, elsewhere: .everyone)
    }

    /// `elsewhere`: who sees it where the bot has no place, and a `response_url` answers.
    private func post(
        _ message: Message, in conversation: Conversation, mark: String?, elsewhere audience: ResponseMessage.Audience
    ) async throws(MessengerError) -> MessageReference {
        var outgoing = outgoing(message, channel: conversation.channel, thread: conversation.thread)
        (outgoing.unfurl_links, outgoing.unfurl_media) = (false, false)
        outgoing.metadata = metadata(message, mark: mark, isUpdate: false)
        do {
            let posted = try await joining(conversation.channel) { () async throws(WebAPIError) in
                try await plainIfRefused(outgoing) { (message) async throws(WebAPIError) in
                    try await web.postMessage(message)
                }
            }
            return MessageReference(channel: posted.channel, id: posted.ts)
        } catch {
            guard let url = conversation.replyURL, error.meansAbsence else { throw MessengerError(error) }
            try await respond(message, to: url, for: audience, thread: conversation.thread)
            return MessageReference(channel: conversation.channel, id: url)
        }
    }

    public func whisper(
        _ message: Message, to person: PersonID, in conversation: Conversation
    ) async throws(MessengerError) {
        guard conversation.kind == .channel else {
            // The direct messages of other people are not the bot's.
            _ = try await post(message, in: conversation, mark: nil, elsewhere: .asker)
            return
        }
        var outgoing = outgoing(message, channel: conversation.channel, thread: conversation.thread)
        outgoing.user = person.rawValue
        do {
            try await joining(conversation.channel) { () async throws(WebAPIError) in
                try await plainIfRefused(outgoing) { (message) async throws(WebAPIError) in
                    try await web.postEphemeral(message)
                }
            }
        } catch {
            guard let url = conversation.replyURL, error.meansAbsence else { throw MessengerError(error) }
            try await respond(message, to: url, for: .asker, thread: conversation.thread)
        }
    }

    /// An ephemeral message can only be changed through the `response_url` of a press on it.
    public func withdraw(_ pressed: Conversation) async throws(MessengerError) {
        guard let url = pressed.replyURL else { return }
        try await mapped { () async throws(WebAPIError) in try await web.respond(to: url, with: Withdrawal()) }
    }

    public func update(
        _ reference: MessageReference, with message: Message, mark: String?
    ) async throws(MessengerError) {
        if reference.id.hasPrefix("https://") || reference.id.hasPrefix("http://") {
            // A response_url takes five answers: they are not spent on progress.
            if message.isProvisional { return }
            return try await respond(message, to: reference.id, for: .everyone, thread: nil)
        }
        var outgoing = outgoing(message, channel: reference.channel, thread: nil)
        outgoing.ts = reference.id
        outgoing.metadata = metadata(message, mark: mark, isUpdate: true)
        try await mapped { () async throws(WebAPIError) in
            try await plainIfRefused(outgoing) { (message) async throws(WebAPIError) in
                try await web.update(message)
            }
        }
    }

    private func outgoing(_ message: Message, channel: String, thread: String?) -> OutgoingMessage {
        let rendered = MessageRenderer.render(message)
        return OutgoingMessage(
            channel: channel, text: rendered.text, blocks: rendered.blocks,
            thread_ts: thread)
    }

    /// An update takes back what the post said: Slack keeps the metadata of one that brings none.
    private func metadata(_ message: Message, mark: String?, isUpdate: Bool) -> OutgoingMessage.Metadata? {
        guard message.isProvisional || mark != nil || isUpdate else { return nil }
        return OutgoingMessage.Metadata(
            event_type: message.isProvisional ? "trailwatch_provisional" : "trailwatch_final",
            event_payload: .init(mark: mark))
    }

    /// How far apart Slack's clock and ours may be.
    private static let clockTolerance = 300

    /// Needs the bot in the channel, and the scopes to read its messages.
    public func find(
        mark: String, in conversation: Conversation, since time: Date
    ) async throws(MessengerError) -> MessageReference? {
        try await mapped { () async throws(WebAPIError) in
            let author = try await directory.bot().userID
            let found = try await web.message(
                marked: mark, by: author, in: conversation.channel, thread: conversation.thread,
                oldest: String(max(0, Int(time.timeIntervalSince1970) - Self.clockTolerance)))
            return found.map { MessageReference(channel: conversation.channel, id: $0.ts) }
        }
    }

    /// Shows a file in a conversation, under a line of text.
    public func share(
        _ file: SharedFile, comment: String?, in conversation: Conversation
    ) async throws(MessengerError) {
        let comment = comment.map { MessageRenderer.fallback($0) }
        try await mapped { () async throws(WebAPIError) in
            _ = try await joining(conversation.channel) { () async throws(WebAPIError) in
                try await web.share(
                    file, in: conversation.channel, thread: conversation.thread, comment: comment)
            }
        }
    }

    private func respond(
        _ message: Message, to url: String, for audience: ResponseMessage.Audience, thread: String?
    ) async throws(MessengerError) {
        let rendered = MessageRenderer.render(message)
        let response = ResponseMessage(
            response_type: audience, text: rendered.text, blocks: rendered.blocks, thread_ts: thread)
        try await mapped { () async throws(WebAPIError) in
            try await plainIfRefused(response) { (response) async throws(WebAPIError) in
                try await web.respond(to: url, with: response)
            }
        }
    }

    /// Sends a message once more as plain text when Slack does not take its blocks: better plain than not at all.
    private func plainIfRefused<Outgoing: HasBlocks, Value>(
        _ message: Outgoing, _ send: (Outgoing) async throws(WebAPIError) -> Value
    ) async throws(WebAPIError) -> Value {
        do {
            return try await send(message)
        } catch {
            guard error.meansBlocksRefused else { throw error }
            log.error("\(error); sent as plain text")
            return try await send(message.withoutBlocks)
        }
    }

    /// Joins a public channel the bot is not in. A private one it cannot join, which the first error says best.
    private func joining<Value>(
        _ channel: String, _ send: () async throws(WebAPIError) -> Value
    ) async throws(WebAPIError) -> Value {
        do {
            return try await send()
        } catch {
            guard error.refusal == "not_in_channel" else { throw error }
            do {
                try await web.join(channel)
            } catch let failure {
                log.notice("\(channel) could not be joined: \(failure)")
                throw error
            }
            return try await send()
        }
    }
}

extension WebAPIError {
    /// The bot has no place in the conversation, where a `response_url` still has.
    fileprivate var meansAbsence: Bool {
        ["channel_not_found", "not_in_channel", "user_not_in_channel"].contains(refusal)
    }

    fileprivate var meansBlocksRefused: Bool {
        ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"].contains(refusal)
    }
}
