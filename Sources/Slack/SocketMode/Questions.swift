import ChatOps
import FoundationEssentials

/// What an envelope asks whose acknowledgement carries the answer.
enum Question: Equatable {
    /// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
    case choices(field: String, typed: String, person: PersonID, conversation: Conversation)
    /// https://docs.slack.dev/surfaces/modals#displaying_errors
    case submission(FormSubmission, person: PersonID)

    /// nil for what is none of this program, and where Slack takes no answer.
    init?(_ frame: Data) {
        guard let asked = try? JSONDecoder().decode(Asked.self, from: frame), asked.accepts_response_payload ?? true
        else { return nil }
        switch asked.payload {
        case .suggestion(let suggestion):
            self = .choices(
                field: suggestion.field, typed: suggestion.value ?? "",
                person: PersonID(rawValue: suggestion.user.id), conversation: suggestion.conversation)
        case .submission(let payload):
            guard let submission = RequestDecoder.submission(of: payload) else { return nil }
            self = .submission(submission, person: PersonID(rawValue: payload.user.id))
        case .press, .other, .shortcut:
            return nil
        }
    }

    private struct Asked: Decodable {
        var accepts_response_payload: Bool?
        var payload: InteractionPayload
    }
}

/// The answer to a question, as Slack reads it.
enum Answered: Equatable {
    case choices([FormChoice])
    /// By field; empty when the form is taken.
    case problems([String: String])

    /// The acknowledgement with the answer in it. Choices that do not fit into a frame are left out from the end, people
    /// type on; problems that do not fit are shortened.
    func acknowledgement(from empty: Data) -> Data {
        switch self {
        case .choices(let choices):
            var options = choices.prefix(Limits.options).map { Option($0.label, value: $0.value) }.compactMap { $0 }
            while true {
                let list = OptionList(options: options)
                if let carrying = Self.adding(list, to: empty) { return carrying }
                options.removeLast(max(1, options.count / 8))
            }
        case .problems(let problems):
            guard !problems.isEmpty else { return empty }
            var limit = 300
            while limit > 1 {
                let errors = Errors(errors: problems.mapValues { $0.printable.shortened(to: limit) })
                if let carrying = Self.adding(errors, to: empty) { return carrying }
                limit /= 2
            }
            return empty
        }
    }

    private static func adding(_ payload: some Encodable, to empty: Data) -> Data? {
        guard let payload = try? JSONEncoder.slack.encode(payload) else { return empty }
        return Acknowledger.adding(payload, to: empty)
    }

    private struct OptionList: Encodable {
        var options: [Option]
    }

    private struct Errors: Encodable {
        let response_action = "errors"
        var errors: [String: String]
    }
}

extension InteractionPayload.BlockSuggestion {
    /// A form's fields are told apart by their blocks, a message's menus by their own ids.
    fileprivate var field: String {
        guard let action = action_id, action != InputElement.actionID else { return block_id }
        return action
    }

    /// Where the form's outcome is told, or the message stands; a view without a purpose is the person's own.
    fileprivate var conversation: Conversation {
        if let purpose = view?.private_metadata.flatMap(FormPurpose.init(metadata:)) { return purpose.conversation }
        return RequestDecoder.conversation(container?.channel_id?.nonEmpty ?? channel?.id?.nonEmpty, of: user)
    }
}
