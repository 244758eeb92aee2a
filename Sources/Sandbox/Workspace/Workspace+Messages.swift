import FoundationEssentials
import Networking

/// The parts of a message as a call gives them, checked.
struct MessageContent: Sendable, Equatable {
    static let longestText = 40_000

    var text: String
    /// nil when the call did not speak of blocks.
    var blocks: [JSONValue]?
    var metadata: JSONValue?

    init(_ arguments: CallArguments) throws(SlackRefusal) {
        text = arguments.string("text") ?? ""
        metadata = try arguments.json("metadata", else: "invalid_metadata_format")
        if let value = try arguments.json("blocks", else: "invalid_blocks_format") {
            guard let list = value.array else { throw SlackRefusal("invalid_blocks_format") }
            blocks = list
        }
        // Slack cuts a longer text silently; a bot that lets it come to that is told.
        if text.unicodeScalars.count > Self.longestText { throw SlackRefusal("msg_too_long") }
        let problems = BlockRules.problems(in: blocks ?? [], on: .message)
        if !problems.isEmpty { throw SlackRefusal("invalid_blocks", problems: problems) }
        if BlockRules.length(of: .array(blocks ?? [])) > BlockRules.longestMessage {
            throw SlackRefusal("msg_blocks_too_long")
        }
        if let metadata, metadata != [:],
            metadata["event_type"]?.string == nil || metadata["event_payload"]?.object == nil
        {
            throw SlackRefusal("invalid_metadata_format")
        }
    }
}

extension Workspace {
    func postMessage(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try writable(try arguments.required("channel"))
        let content = try MessageContent(arguments)
        guard !content.text.isEmpty || content.blocks?.isEmpty == false else { throw SlackRefusal("no_text") }
        let thread = try thread(arguments.string("thread_ts"))
        let message = post(content, in: channel.id, thread: thread)
        return ["channel": .string(channel.id), "ts": .string(message.ts), "message": message.json(identity)]
    }

    func postEphemeral(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try writable(try arguments.required("channel"))
        let user = try arguments.required("user")
        guard channel.members.contains(user) else { throw SlackRefusal("user_not_in_channel") }
        let content = try MessageContent(arguments)
        guard !content.text.isEmpty || content.blocks?.isEmpty == false else { throw SlackRefusal("no_text") }
        let message = post(
            content, in: channel.id, thread: try thread(arguments.string("thread_ts")), audience: user)
        return ["message_ts": .string(message.ts)]
    }

    func update(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let (channel, ts) = (try arguments.required("channel"), try arguments.required("ts"))
        let index = try ownMessage(ts, in: channel, else: "cant_update_message")
        let content = try MessageContent(arguments)
        if content.text.isEmpty && content.blocks == nil { throw SlackRefusal("no_text") }
        let message = edit(index, content)
        return [
            "channel": .string(channel), "ts": .string(ts), "text": .string(message.text),
            "message": message.json(identity),
        ]
    }

    func delete(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let (channel, ts) = (try arguments.required("channel"), try arguments.required("ts"))
        remove(try ownMessage(ts, in: channel, else: "cant_delete_message"))
        return ["channel": .string(channel), "ts": .string(ts)]
    }

    func permalink(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let (channel, ts) = (try arguments.required("channel"), try arguments.required("message_ts"))
        guard self.channel(channel) != nil else { throw SlackRefusal("channel_not_found") }
        guard let message = message(ts, in: channel) else { throw SlackRefusal("message_not_found") }
        let thread = message.thread.map { "?thread_ts=\($0)&cid=\(channel)" } ?? ""
        let link = "https://\(identity.domain).slack.com/archives/\(channel)/p\(ts.filter { $0 != "." })\(thread)"
        return ["channel": .string(channel), "permalink": .string(link)]
    }

    func history(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try readable(try arguments.required("channel"))
        let oldest = arguments.string("oldest") ?? ""
        let all = messages.filter {
            $0.channel == channel.id && $0.audience == nil && ($0.thread ?? $0.ts) == $0.ts && $0.ts > oldest
        }
        return try messagePage(all.reversed(), arguments)
    }

    func replies(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let (channel, ts) = (try readable(try arguments.required("channel")), try arguments.required("ts"))
        guard message(ts, in: channel.id) != nil else { throw SlackRefusal("thread_not_found") }
        let all = messages.filter {
            $0.channel == channel.id && $0.audience == nil && ($0.ts == ts || $0.thread == ts)
        }
        return try messagePage(all, arguments)
    }

    /// Metadata is part of the answer only on request.
    private func messagePage(_ all: [PostedMessage], _ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let page = try Page(of: all, arguments, default: 100, maximum: pageLimit)
        let items = page.items.map { message in
            var shown = message
            if !arguments.bool("include_all_metadata") { shown.metadata = nil }
            return shown.json(identity)
        }
        return page.answer("messages", items).merged(with: ["has_more": .bool(!page.next.isEmpty)])
    }

    // MARK: Steps shared with response URLs

    func post(
        _ content: MessageContent, in channel: String, thread: String? = nil, audience: String? = nil,
        author: String? = nil
    ) -> PostedMessage {
        let message = PostedMessage(
            channel: channel, ts: mintTimestamp(), thread: thread, author: author ?? identity.bot.id,
            text: content.text, blocks: named(content.blocks ?? []),
            metadata: content.metadata == [:] ? .none : content.metadata, audience: audience)
        messages.append(message)
        journal.append(.posted(message))
        if audience == nil { tellOwnMessage(message, subtype: nil) }
        return message
    }

    /// Blocks and metadata that a call leaves out stay; empty ones take them away.
    func edit(_ index: Int, _ content: MessageContent) -> PostedMessage {
        var message = messages[index]
        message.text = content.text
        if let blocks = content.blocks { message.blocks = named(blocks) }
        if let metadata = content.metadata { message.metadata = metadata == [:] ? .none : metadata }
        message.edited = mintTimestamp()
        messages[index] = message
        journal.append(.edited(message))
        if message.audience == nil { tellOwnMessage(message, subtype: "message_changed") }
        return message
    }

    func remove(_ index: Int) {
        journal.append(.deleted(messages.remove(at: index)))
    }

    func index(of ts: String, in channel: String) -> Int? {
        messages.firstIndex { $0.ts == ts && $0.channel == channel }
    }

    private func ownMessage(_ ts: String, in channel: String, else refusal: String) throws(SlackRefusal) -> Int {
        _ = try readable(channel)
        guard let index = index(of: ts, in: channel), messages[index].audience == nil else {
            throw SlackRefusal("message_not_found")
        }
        guard messages[index].author == identity.bot.id else { throw SlackRefusal(refusal) }
        return index
    }

    func thread(_ ts: String?) throws(SlackRefusal) -> String? {
        guard let ts else { return nil }
        guard ts.split(separator: ".").count == 2, ts.allSatisfy({ $0.isNumber || $0 == "." }) else {
            throw SlackRefusal("invalid_thread_ts")
        }
        return ts
    }

    /// A channel the bot may write to, by id, `#name` or a person's id.
    private func writable(_ target: String) throws(SlackRefusal) -> Channel {
        if let person = member(target) {
            if person.isDeactivated { throw SlackRefusal("user_disabled") }
            if person.kind == .bot || person.id == Identity.slackbot.id { throw SlackRefusal("cannot_dm_bot") }
            return directChannel(with: person.id)
        }
        let name = target.hasPrefix("#") ? String(target.dropFirst()) : target
        let channel = try readable(channel(named: name)?.id ?? target)
        if channel.isArchived { throw SlackRefusal("is_archived") }
        if !channel.members.contains(identity.bot.id) { throw SlackRefusal("not_in_channel") }
        return channel
    }

    /// A private channel does not exist for those outside.
    func readable(_ id: String) throws(SlackRefusal) -> Channel {
        guard let channel = channel(id), channel.kind != .closed || channel.members.contains(identity.bot.id) else {
            throw SlackRefusal("channel_not_found")
        }
        return channel
    }
}
