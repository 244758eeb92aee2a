import ChatOps
import FoundationEssentials

/// Turns envelopes into what was asked of the bot.
struct RequestDecoder {
    enum Outcome: Equatable {
        case request(ChatRequest)
        /// Nothing for the bot; the sentence says why, for the log.
        case ignored(String)
        /// Slack said something this program cannot read.
        case unreadable(String)
    }

    static func decode(_ frame: Data) -> Outcome {
        do {
            return outcome(of: try JSONDecoder().decode(Envelope.self, from: frame).payload)
        } catch {
            return .unreadable("an envelope could not be decoded: \(error)")
        }
    }

    private static func outcome(of payload: Envelope.Payload) -> Outcome {
        switch payload {
        case .event(let payload): event(payload)
        case .slash(let payload): .request(slash(payload))
        case .interaction(.press(let payload)): press(payload)
        case .interaction(.submission(let payload)): submission(payload)
        case .interaction(.shortcut(let payload)): shortcut(payload)
        case .interaction(.suggestion): .ignored("a question that nobody answered")
        case .interaction(.other(let kind)): .ignored("an interaction of kind \(kind)")
        case .unknown(let kind): .ignored("an envelope of kind \(kind)")
        }
    }

    private static func event(_ payload: EventPayload) -> Outcome {
        let event = payload.event
        if event.type == "app_home_opened" { return homeOpened(payload) }
        guard let user = event.user?.nonEmpty, let channel = event.channel?.nonEmpty, let text = event.text else {
            return .ignored("an event \(event.type) without user, channel or text")
        }
        guard user != payload.bot else { return .ignored("the bot's own message") }
        let conversation = conversation(channel, thread: event.thread_ts)
        return .request(
            ChatRequest(
                id: "event:\(payload.event_id?.nonEmpty ?? "\(channel):\(event.ts ?? "")")",
                person: PersonID(rawValue: user), conversation: conversation,
                input: .text(MessageText.plain(text, bot: payload.bot, isMention: event.type == "app_mention")),
                said: event.ts))
    }

    /// https://docs.slack.dev/reference/events/app_home_opened
    private static func homeOpened(_ payload: EventPayload) -> Outcome {
        guard let user = payload.event.user?.nonEmpty, payload.event.tab == "home" else {
            return .ignored("another tab of the app's home")
        }
        return .request(
            ChatRequest(
                id: "event:\(payload.event_id ?? "")", person: PersonID(rawValue: user), conversation: direct(user),
                input: .homeOpened))
    }

    /// A channel, or where there is none the person.
    static func conversation(_ channel: String?, of user: InteractionPayload.User) -> Conversation {
        channel.map { conversation($0) } ?? direct(user.id)
    }

    /// Where there is no conversation, what is said goes to the person: a user's id stands for the direct messages.
    private static func direct(_ user: String) -> Conversation { Conversation(channel: user, kind: .direct) }

    /// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    private static func shortcut(_ payload: InteractionPayload.MessageAction) -> Outcome {
        guard payload.callback_id == "look_at_this" else { return .ignored("a shortcut that is none of this program") }
        return .request(
            ChatRequest(
                id: "shortcut:\(payload.trigger_id)", person: PersonID(rawValue: payload.user.id),
                conversation: conversation(
                    payload.channel.id ?? payload.user.id, thread: payload.message.thread_ts,
                    replyURL: payload.response_url),
                input: .shortcut(text: payload.message.words)))
    }

    private static func slash(_ payload: SlashPayload) -> ChatRequest {
        ChatRequest(
            id: "slash:\(payload.trigger_id)", person: PersonID(rawValue: payload.user_id),
            conversation: conversation(payload.channel_id, replyURL: payload.response_url),
            input: .text(MessageText.plain(payload.text ?? ""), trigger: payload.trigger_id.nonEmpty))
    }

    private static func press(_ payload: InteractionPayload.BlockActions) -> Outcome {
        guard let action = payload.actions.first, let buttonAction = action.meaning(on: payload.message) else {
            return .ignored("a press of something that is no button of this program")
        }
        guard let channel = payload.container?.channel_id?.nonEmpty ?? payload.channel?.id?.nonEmpty,
            let message = payload.container?.message_ts?.nonEmpty
        else { return pressAtHome(buttonAction, payload) }
        let isEphemeral = payload.container?.is_ephemeral ?? false
        let act = "\(action.action_id ?? ""):\(action.action_ts ?? ""):\(channel):\(message)"
        return .request(
            ChatRequest(
                id: "press:\(payload.trigger_id?.nonEmpty ?? act)", person: PersonID(rawValue: payload.user.id),
                conversation: conversation(
                    channel, thread: payload.container?.thread_ts?.nonEmpty ?? payload.message?.thread_ts,
                    replyURL: payload.response_url),
                input: .button(
                    buttonAction, on: isEphemeral ? nil : MessageReference(channel: channel, id: message),
                    trigger: payload.trigger_id ?? "")))
    }

    private static func pressAtHome(_ action: ButtonAction, _ payload: InteractionPayload.BlockActions) -> Outcome {
        guard payload.container?.type == "view" else { return .ignored("a press outside a message") }
        let pressed = payload.actions.first
        let act = "\(pressed?.action_id ?? ""):\(pressed?.action_ts ?? ""):\(payload.user.id)"
        return .request(
            ChatRequest(
                id: "press:\(payload.trigger_id?.nonEmpty ?? act)", person: PersonID(rawValue: payload.user.id),
                conversation: direct(payload.user.id),
                input: .button(action, on: nil, trigger: payload.trigger_id ?? "")))
    }

    private static func submission(_ payload: InteractionPayload.ViewSubmission) -> Outcome {
        guard let submission = submission(of: payload) else { return .ignored("a form that is none of this program") }
        return .request(
            ChatRequest(
                id: "form:\(payload.view.id):\(payload.view.hash ?? "")", person: PersonID(rawValue: payload.user.id),
                conversation: submission.purpose.conversation, input: .form(submission)))
    }

    /// nil when the form is none of this program.
    static func submission(of payload: InteractionPayload.ViewSubmission) -> FormSubmission? {
        guard let metadata = payload.view.private_metadata,
            let purpose = FormPurpose(metadata: metadata)
        else { return nil }
        let values = payload.view.state?.values ?? [:]
        return FormSubmission(
            purpose: purpose, answers: values.compactMapValues { $0.values.lazy.compactMap(\.answer).first })
    }

    /// Direct conversations have ids that begin with D: https://docs.slack.dev/apis/web-api/using-the-conversations-api
    private static func conversation(_ channel: String, thread: String? = nil, replyURL: String? = nil) -> Conversation
    {
        Conversation(
            channel: channel, kind: channel.hasPrefix("D") ? .direct : .channel, thread: thread?.nonEmpty,
            replyURL: replyURL?.nonEmpty)
    }
}

extension InteractionPayload.BlockActions.Action {
    /// What a button stands for; of a menu what its block is of, with what was chosen.
    fileprivate func meaning(on message: InteractionPayload.BlockActions.Message?) -> ButtonAction? {
        guard let chosen = selected_option?.value ?? selected_user?.nonEmpty else {
            return value.flatMap(ButtonAction.init(json:))
        }
        let buttons = message?.buttonValues.compactMap(ButtonAction.init(json:)) ?? []
        return block_id.flatMap { MenuBlock.action($0, beside: buttons) }?.choosing(chosen, for: action_id ?? "")
    }
}

extension FormPurpose {
    /// From a form's `private_metadata`; nil when the form is none of this program.
    init?(metadata: String) {
        guard let purpose = try? JSONDecoder().decode(FormPurpose.self, from: Data(metadata.utf8)) else { return nil }
        self = purpose
    }
}

extension String {
    /// nil for an empty string: Slack sends both for "not there".
    var nonEmpty: String? { isEmpty ? nil : self }
}
