import Networking

/// The payload of an `interactive` envelope.
enum InteractionPayload {
    case press(BlockActions)
    case submission(ViewSubmission)
    case suggestion(BlockSuggestion)
    case shortcut(MessageAction)
    case other(kind: String)

    /// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    struct BlockActions: Decodable {
        struct Action: Decodable {
            var action_id: String?
            var action_ts: String?
            var block_id: String?
            var value: String?
            /// Of a menu.
            var selected_option: ViewSubmission.Input.Option?
            var selected_user: String?
        }

        struct Container: Decodable {
            var type: String?
            var channel_id: String?
            var message_ts: String?
            var thread_ts: String?
            /// Only one person sees the message: nothing can stand in its thread.
            var is_ephemeral: Bool?
        }

        struct Message: Decodable {
            struct Block: Decodable {
                struct Element: Decodable {
                    var value: String?
                }

                var type: String?
                var elements: [Element]?

                init(from decoder: any Decoder) throws {
                    let container = try decoder.container(keyedBy: CodingKeys.self)
                    type = try container.decodeIfPresent(String.self, forKey: .type)
                    // Other kinds of blocks have other elements, which nobody needs.
                    elements =
                        type == "actions" ? try container.decodeIfPresent([Element].self, forKey: .elements) : nil
                }

                private enum CodingKeys: String, CodingKey {
                    case type
                    case elements
                }
            }

            var thread_ts: String?
            var blocks: [Block]?

            var buttonValues: [String] { (blocks ?? []).flatMap { $0.elements ?? [] }.compactMap(\.value) }
        }

        var user: User
        var trigger_id: String?
        var response_url: String?
        var channel: Channel?
        var container: Container?
        var message: Message?
        var actions: [Action]
    }

    /// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    struct ViewSubmission: Decodable {
        struct View: Decodable {
            struct State: Decodable {
                /// By block id, then action id.
                var values: [String: [String: Input]]?
            }

            var id: String
            var hash: String?
            var private_metadata: String?
            var state: State?
        }

        /// What was entered, by the kind of element. https://docs.slack.dev/reference/views/view-payload
        struct Input: Decodable {
            struct Option: Decodable {
                var value: String?
            }

            var value: String?
            var selected_option: Option?
            var selected_options: [Option]?
            var selected_date: String?

            /// The values of several options are joined by commas, which none of them holds; nil when nothing was entered.
            var answer: String? {
                if let options = selected_options { return options.compactMap(\.value).joined(separator: ",").nonEmpty }
                return value ?? selected_option?.value ?? selected_date
            }
        }

        var user: User
        var view: View
    }

    /// https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    struct BlockSuggestion: Decodable {
        var user: User
        var block_id: String
        var action_id: String?
        /// What was typed so far.
        var value: String?
        /// The menu's message.
        var container: BlockActions.Container?
        var channel: Channel?
        /// The field's form.
        var view: View?

        struct View: Decodable {
            var private_metadata: String?
        }
    }

    /// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    struct MessageAction: Decodable {
        struct Message: Decodable {
            var text: String?
            var thread_ts: String?
            var blocks: JSONValue?

            /// All that people read in it, each thing once.
            var words: String {
                let shown = blocks?.texts ?? []
                return (shown.isEmpty ? [MessageText.plain(text ?? "")] : shown).joined(separator: "\n")
            }
        }

        var callback_id: String?
        var trigger_id: String
        var user: User
        var channel: Channel
        var response_url: String?
        var message: Message
    }

    struct User: Decodable {
        var id: String
    }

    struct Channel: Decodable {
        var id: String?
    }
}

extension InteractionPayload: Decodable {
    private enum CodingKeys: String, CodingKey {
        case type
    }

    init(from decoder: any Decoder) throws {
        let type = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .type)
        self =
            switch type {
            case "block_actions": .press(try BlockActions(from: decoder))
            case "view_submission": .submission(try ViewSubmission(from: decoder))
            case "message_action": .shortcut(try MessageAction(from: decoder))
            case "block_suggestion": .suggestion(try BlockSuggestion(from: decoder))
            default: .other(kind: type)
            }
    }
}

extension JSONValue {
    /// What stands under `text`, in reading order.
    fileprivate var texts: [String] {
        switch self {
        case .array(let items): return items.flatMap(\.texts)
        case .object(let members):
            if let text = members["text"]?.string { return [text] }
            return members.sorted { $0.key < $1.key }.flatMap(\.value.texts)
        default: return []
        }
    }
}
