import FoundationEssentials
import Networking

/// Why somebody could not do something.
public struct WorkspaceMistake: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}

/// What people do. Ids everywhere; `member(named:)` and `channel(named:)` find them.
extension Workspace {
    /// Posts what somebody typed; the app hears of it in direct messages and where it is mentioned.
    @discardableResult public func say(
        _ typed: String, as person: String, in channel: String, thread: String? = nil
    ) throws -> PostedMessage {
        let place = try placeOf(person, channel)
        let text = TypedText.encode(typed, people: members, channels: channels)
        let message = PostedMessage(
            channel: channel, ts: mintTimestamp(), thread: thread, author: person, text: text)
        messages.append(message)
        journal.append(.posted(message))
        if place.person != nil {
            deliver(.event, event(["type": "message", "channel_type": "im"], message))
        } else if text.contains("<@\(identity.bot.id)>") {
            if place.members.contains(identity.bot.id) {
                deliver(.event, event(["type": "app_mention"], message))
            } else {
                let text = "You mentioned @\(identity.bot.name), but they're not in this channel."
                journal.append(.failed(to: person, channel: channel, text: text))
            }
        }
        return message
    }

    /// Sends the app's slash command; works in every channel, the app's member or not.
    public func command(_ text: String, as person: String, in channel: String) throws {
        let (place, member) = (try placeOf(person, channel), try memberOf(person))
        let url = mintResponseURL("commands", person: person, channel: channel)
        let payload: JSONValue = [
            "token": "sandbox", "team_id": .string(identity.team), "team_domain": .string(identity.domain),
            "channel_id": .string(channel), "channel_name": .string(place.interactionName),
            "user_id": .string(person), "user_name": .string(member.name), "command": .string(identity.command),
            "text": .string(TypedText.escape(text)), "api_app_id": .string(identity.app),
            "is_enterprise_install": "false", "response_url": .string(url),
            "trigger_id": .string(mintTrigger(for: person)),
        ]
        deliver(.command(person: person, channel: channel, responseURL: url), payload)
    }

    /// Presses a button of a message; `button` is the element as the message has it.
    public func press(_ button: JSONValue, blockID: String, on message: PostedMessage, as person: String) throws {
        let (place, member) = (try placeOf(person, message.channel), try memberOf(person))
        if let audience = message.audience, audience != person {
            throw WorkspaceMistake("Only \(self.member(audience)?.name ?? audience) sees this message.")
        }
        let url = mintResponseURL("actions", person: person, channel: message.channel, source: message.ts)
        let payload = interaction("block_actions", member).adding(
            .members([
                "container": .members([
                    "type": "message", "message_ts": .string(message.ts), "channel_id": .string(message.channel),
                    "is_ephemeral": .bool(message.audience != nil), "thread_ts": message.thread.map(JSONValue.string),
                ]),
                "channel": ["id": .string(place.id), "name": .string(place.interactionName)],
                "message": message.audience == nil ? message.json(identity) : nil,
                "state": ["values": [:]], "response_url": .string(url),
                "actions": [action(button, blockID)],
            ]))
        deliver(.click(person: person, channel: message.channel), payload)
    }

    func action(_ element: JSONValue, _ blockID: String) -> JSONValue {
        .members([
            "type": element["type"], "action_id": element["action_id"] ?? "", "block_id": .string(blockID),
            "text": element["text"], "value": element["value"], "style": element["style"],
            "selected_option": element["selected_option"], "selected_user": element["selected_user"],
            "action_ts": .string(mintTimestamp()),
        ])
    }

    /// Presses the button with this label.
    public func press(_ label: String, on message: PostedMessage, as person: String) throws {
        guard let button = MessageText.buttons(of: message.blocks).first(where: { $0.label == label }) else {
            throw WorkspaceMistake("The message has no button \(label).")
        }
        try press(button.element, blockID: button.blockID, on: message, as: person)
    }

    /// Submits a modal with one typed answer for each of its inputs, in order; optional ones at the end may be left out.
    public func submit(_ modal: Modal, answers: [String]) throws {
        var filling = FormFilling(modal)
        for answer in answers {
            if let problem = filling.take(answer) { throw WorkspaceMistake(problem) }
        }
        while filling.next?.isOptional == true { _ = filling.take("") }
        if let missing = filling.next { throw WorkspaceMistake("\(missing.label) is needed.") }
        try submit(modal.id, values: filling.values)
    }

    /// Submits a modal with the state of its inputs: block id → action id → state.
    public func submit(_ modal: String, values: [String: [String: JSONValue]]) throws {
        guard let modal = modals[modal] else { throw WorkspaceMistake("This form is closed.") }
        let values = JSONValue.object(values.mapValues { .object($0) })
        let payload = interaction("view_submission", try memberOf(modal.person)).adding(
            ["view": json(modal, values: values), "response_urls": []])
        deliver(.submission(modal: modal.id), payload)
    }

    /// Types into a searched field of a modal; what the app offers is in the journal.
    public func type(_ typed: String, into block: String, of modal: String) throws {
        guard let modal = modals[modal] else { throw WorkspaceMistake("This form is closed.") }
        guard let field = modal.inputs.first(where: { $0["block_id"]?.string == block })?["element"],
            ["external_select", "multi_external_select"].contains(field["type"]?.string)
        else { throw WorkspaceMistake("The form has no searched field \(block).") }
        let payload = interaction("block_suggestion", try memberOf(modal.person)).adding([
            "action_id": field["action_id"] ?? "", "block_id": .string(block), "value": .string(typed),
            "container": ["type": "view", "view_id": .string(modal.id)], "view": json(modal),
        ])
        deliver(.suggestion(typed: typed), payload)
    }

    /// Types into a searched menu of a message; what the app offers is in the journal.
    public func type(
        _ typed: String, into action: String, of block: String, on message: PostedMessage, as person: String
    ) throws {
        let place = try placeOf(person, message.channel)
        let payload = interaction("block_suggestion", try memberOf(person)).adding([
            "action_id": .string(action), "block_id": .string(block), "value": .string(typed),
            "container": [
                "type": "message", "message_ts": .string(message.ts), "channel_id": .string(message.channel),
                "is_ephemeral": .bool(message.audience != nil),
            ],
            "channel": ["id": .string(place.id), "name": .string(place.interactionName)],
            "message": message.json(identity),
        ])
        deliver(.suggestion(typed: typed), payload)
    }

    /// Closes a modal without submitting it.
    public func dismiss(_ id: String) throws {
        guard let modal = modals.removeValue(forKey: id) else { throw WorkspaceMistake("This form is closed.") }
        journal.append(.modalClosed(modal))
        if modal.view["notify_on_close"]?.bool == true {
            let payload = interaction("view_closed", try memberOf(modal.person)).adding(
                ["view": json(modal), "is_cleared": false])
            deliver(.notification, payload)
        }
    }

    /// The app sees its own messages in direct messages, too.
    func tellOwnMessage(_ message: PostedMessage, subtype: String?) {
        guard channel(message.channel)?.person != nil, message.author == identity.bot.id else { return }
        guard let subtype else {
            return deliver(.event, event(["type": "message", "channel_type": "im"], message))
        }
        deliver(
            .event,
            wrapped([
                "type": "message", "subtype": .string(subtype), "channel": .string(message.channel),
                "channel_type": "im", "hidden": true, "ts": .string(mintTimestamp()),
                "event_ts": .string(message.edited ?? message.ts), "message": message.json(identity),
            ]))
    }

    // MARK: Payloads

    private func event(_ kind: JSONValue, _ message: PostedMessage) -> JSONValue {
        let own = message.author == identity.bot.id
        return wrapped(
            message.json(identity).adding(kind).adding(
                .members([
                    "channel": .string(message.channel), "event_ts": .string(message.ts),
                    "client_msg_id": own ? nil : .string(UUID().uuidString.lowercased()),
                ])))
    }

    /// Tells the app of something that is no message.
    func tell(_ event: JSONValue) {
        guard identity.events.contains(event["type"]?.string ?? "") else { return }
        deliver(.event, wrapped(event.adding(["event_ts": .string(mintTimestamp())])))
    }

    /// https://docs.slack.dev/apis/events-api/#callback-field
    private func wrapped(_ event: JSONValue) -> JSONValue {
        [
            "token": "sandbox", "team_id": .string(identity.team), "api_app_id": .string(identity.app),
            "event": event, "type": "event_callback", "event_id": .string("Ev0\(mintNumber())"),
            "event_time": .int(Int(time.now())),
            "authorizations": [
                [
                    "enterprise_id": nil, "team_id": .string(identity.team), "user_id": .string(identity.bot.id),
                    "is_bot": true, "is_enterprise_install": false,
                ]
            ],
            "is_ext_shared_channel": false, "event_context": .string("4-sandbox-\(mintNumber())"),
        ]
    }

    func interaction(_ type: String, _ member: Member) -> JSONValue {
        [
            "type": .string(type), "team": ["id": .string(identity.team), "domain": .string(identity.domain)],
            "user": member.reference(team: identity.team), "api_app_id": .string(identity.app), "token": "sandbox",
            "trigger_id": .string(mintTrigger(for: member.id)), "enterprise": nil, "is_enterprise_install": false,
        ]
    }

    func memberOf(_ person: String) throws -> Member {
        guard let member = member(person) else { throw WorkspaceMistake("Nobody here is called \(person).") }
        return member
    }

    func placeOf(_ person: String, _ id: String) throws -> Channel {
        guard let place = channel(id) else { throw WorkspaceMistake("There is no channel \(id).") }
        if !place.members.contains(person) {
            throw WorkspaceMistake("\(member(person)?.name ?? person) is not in \(self.place(id)).")
        }
        if place.isArchived { throw WorkspaceMistake("\(self.place(id)) is archived.") }
        return place
    }
}
