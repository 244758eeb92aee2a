import ChatOps
import Logging
import Networking

import struct FoundationEssentials.Date

/// Speaks to people in Slack.
public struct SlackMessenger: Messenger {
    let web: WebAPIClient
    private let directory: WorkspaceDirectory
    private let log: Logger

    public init(
        botToken: Secret, http: any HTTPTransport, apiURL: String = WebAPIClient.slackURL, timing: Timing = .system,
        log: Logger = Logger(label: "slack.web")
    ) {
        self.init(
            web: WebAPIClient(token: botToken, http: http, apiURL: apiURL, timing: timing, log: log), timing: timing,
            log: log)
    }

    init(web: WebAPIClient, timing: Timing, log: Logger = Logger(label: "slack.web")) {
        self.web = web
        self.log = log
        directory = WorkspaceDirectory(web: web, timing: timing)
    }

    /// Who the bot is. Asked at the start, it finds a token that does not work; nothing has to wait for it.
    public func identity() async throws(MessengerError) -> BotIdentity {
        try await mapped { () async throws(WebAPIError) in try await directory.bot() }
    }

    /// Waits until Slack does not take the bot token any more, and throws what has to be mended. Ends when cancelled.
    public func watchAccess() async throws(MessengerError) {
        for await _ in web.doubts.raised {
            do {
                _ = try await web.authTest()
            } catch {
                // Anything else than a second refusal may pass.
                if error.refusesToken { throw MessengerError(error) }
            }
        }
    }

    /// Keeps what is known of people, channels and user groups up to date. Ends with the changes.
    public func follow(_ changes: some AsyncSequence<WorkspaceChange, Never>) async {
        for await change in changes {
            await directory.take(change)
            if change == .access { web.doubts.raise() }
        }
    }

    /// Who is in a user group, named by its id or its handle; nil when there is none.
    public func members(ofUserGroup name: String) async throws(MessengerError) -> Set<PersonID>? {
        try await mapped { () async throws(WebAPIError) in try await directory.members(ofUserGroup: name) }
    }

    public func person(_ id: PersonID) async throws(MessengerError) -> Person {
        try await mapped { () async throws(WebAPIError) in try await directory.person(id) }
    }

    public func open(_ form: Form, trigger: String) async throws(MessengerError) {
        guard let view = FormRenderer.render(form) else {
            throw MessengerError(.invalidMessage, "The form is too large for Slack.")
        }
        try await mapped { () async throws(WebAPIError) in _ = try await web.openView(view, trigger: trigger) }
    }

    /// Makes Slack's errors the chat's.
    private func mapped<Value>(
        _ call: () async throws(WebAPIError) -> Value
    ) async throws(MessengerError) -> Value {
        do {
            return try await call()
        } catch {
            throw MessengerError(error)
        }
    }
}

// MARK: Messages

extension SlackMessenger {
    /// A reply where the bot may not speak goes through the conversation's `replyURL`. Its reference is that URL: Slack
    /// gives no other, and an update of it can only be said anew.
    public func post(
        _ message: Message, in conversation: Conversation, mark: String?
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
            try await respond(message, to: url, for: .everyone, thread: conversation.thread)
            return MessageReference(channel: conversation.channel, id: url)
        }
    }

    public func whisper(
        _ message: Message, to person: PersonID, in conversation: Conversation
    ) async throws(MessengerError) {
        guard conversation.kind == .channel else {
            _ = try await post(message, in: conversation, mark: nil)
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

    /// Needs the bot in the channel, and the scopes to read its messages.
    public func find(
        mark: String, in conversation: Conversation, since time: Date
    ) async throws(MessengerError) -> MessageReference? {
        try await mapped { () async throws(WebAPIError) in
            let author = try await directory.bot().userID
            let found = try await web.message(
                marked: mark, by: author, in: conversation.channel, thread: conversation.thread,
                oldest: String(max(0, Int(time.timeIntervalSince1970))))
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
        try await mapped { () async throws(WebAPIError) in try await web.respond(to: url, with: response) }
    }

    /// Sends a message once more as plain text when Slack does not take its blocks: better plain than not at all.
    private func plainIfRefused<Value>(
        _ message: OutgoingMessage, _ send: (OutgoingMessage) async throws(WebAPIError) -> Value
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

// MARK: Recipients

extension SlackMessenger {
    public func conversation(with recipient: String) async throws(MessengerError) -> Conversation {
        switch Recipient(recipient) {
        case .channel(let id):
            return Conversation(channel: id, kind: .channel)
        case .direct(let id):
            return Conversation(channel: id, kind: .direct)
        case .channelName(let name):
            let id = try await mapped { () async throws(WebAPIError) in try await directory.channel(named: name) }
            guard let id else {
                throw MessengerError(
                    .notFound, "There is no channel #\(name), or it is archived, or private without the bot in it.")
            }
            return Conversation(channel: id, kind: .channel)
        case .person(let id):
            return try await direct(with: try await person(id), as: recipient)
        case .email(let address):
            let person = try await mapped { () async throws(WebAPIError) in
                try await directory.person(email: address)
            }
            return try await direct(with: person, as: recipient)
        case .name(let name):
            switch try await mapped({ () async throws(WebAPIError) in try await directory.person(named: name) }) {
            case .one(let person):
                return try await direct(with: person, as: recipient)
            case .none:
                throw MessengerError(.notFound, "Slack knows nobody called \(name).")
            case .several:
                throw MessengerError(
                    .notFound, "Several people in Slack are called \(name): name the one by e-mail address or id.")
            }
        }
    }

    private func direct(with person: Person, as recipient: String) async throws(MessengerError) -> Conversation {
        switch person.membership {
        case .deactivated:
            throw MessengerError(.unreachable, "The Slack account of \(recipient) is deactivated.")
        case .bot:
            throw MessengerError(.unreachable, "\(recipient) is a bot, which takes no direct messages.")
        case .member, .guest:
            let channel = try await mapped { () async throws(WebAPIError) in
                try await directory.directConversation(with: person.id)
            }
            return Conversation(channel: channel, kind: .direct)
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
