import CloudTrailCore

extension ChatRequest {
    /// Where its answer goes: of a form where its outcome is told, of a button the thread of its message.
    var place: Conversation {
        switch input {
        case .form(let submission): return submission.purpose.conversation
        case .button(_, let message, _):
            var place = conversation
            place.thread = place.thread ?? message?.id
            return place
        case .text, .homeOpened, .shortcut: return conversation
        }
    }

    /// Where one person alone is answered: in a channel's thread only where they are in it, since what one person sees is not shown in
    /// a thread that nobody has answered in. https://docs.slack.dev/reference/methods/chat.postEphemeral
    var whisperPlace: Conversation {
        guard place.kind == .channel else { return place }
        var place = place
        if case .form = input { place.thread = nil } else { place.thread = conversation.thread }
        return place
    }
}

extension ChatRequest.Input {
    /// What it asks for, as far as it can be made out.
    func command(_ parser: CommandParser, in conversation: Conversation) -> Command? {
        switch self {
        case .text(let text, _), .button(.command(let text), _, _), .button(.confirmed(let text), _, _):
            try? parser.parse(text)
        case .button(let action, _, _): action.command ?? action.purpose(in: conversation)?.command
        case .form(let submission): try? submission.command()
        case .shortcut(let text): .look(text)
        case .homeOpened: nil
        }
    }
}
