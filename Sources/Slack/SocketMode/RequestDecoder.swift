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
        case .interaction(.suggestion): .ignored("a question that nobody answered")
        case .interaction(.other(let kind)): .ignored("an interaction of kind \(kind)")
        case .unknown(let kind): .ignored("an envelope of kind \(kind)")
        }
    }

    private static func event(_ payload: EventPayload) -> Outcome {
        let event = payload.event
        guard let user = event.user?.nonEmpty, let channel = event.channel?.nonEmpty, let text = event.text else {
            return .ignored("an event \(event.type) without user, channel or text")
        }
        guard user != payload.bot else { return .ignored("the bot's own message") }
        let conversation = conversation(channel, thread: event.thread_ts)
        return .request(
            ChatRequest(
                id: "event:\(payload.event_id?.nonEmpty ?? "\(channel):\(event.ts ?? "")")",
                person: PersonID(rawValue: user), conversation: conversation,
                input: .text(MessageText.plain(text, bot: payload.bot, isMention: event.type == "app_mention"))))
    }

    private static func slash(_ payload: SlashPayload) -> ChatRequest {
        ChatRequest(
            id: "slash:\(payload.trigger_id)", person: PersonID(rawValue: payload.user_id),
            conversation: conversation(payload.channel_id, replyURL: payload.response_url),
            input: .text(MessageText.plain(payload.text ?? ""), trigger: payload.trigger_id.nonEmpty))
    }

    private static func press(_ payload: InteractionPayload.BlockActions) -> Outcome {
        guard let action = payload.actions.first, let buttonAction = action.meaning else {
            return .ignored("a press of something that is no button of this program")
        }
        guard let channel = payload.container?.channel_id?.nonEmpty ?? payload.channel?.id?.nonEmpty,
            let message = payload.container?.message_ts?.nonEmpty
        else { return .ignored("a press outside a message") }
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
            let purpose = try? JSONDecoder().decode(FormPurpose.self, from: Data(metadata.utf8))
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
    /// What a button stands for; of a menu, what stands in the id of its block, with what was chosen.
    fileprivate var meaning: ButtonAction? {
        func decoded(_ text: String) -> ButtonAction? {
            try? JSONDecoder().decode(ButtonAction.self, from: Data(text.utf8))
        }
        guard let chosen = selected_option?.value else { return value.flatMap(decoded) }
        return block_id.flatMap(decoded)?.choosing(chosen, for: action_id ?? "")
    }
}

extension String {
    /// nil for an empty string: Slack sends both for "not there".
    var nonEmpty: String? { isEmpty ? nil : self }
}
