/// What can be pressed or chosen in a message or on the App Home.
/// https://docs.slack.dev/reference/block-kit/blocks/actions-block
enum ActionElement: Sendable, Equatable {
    case button(ButtonElement)
    case overflow(OverflowElement)
    case select(SelectElement)
}

extension ActionElement: Encodable {
    func encode(to encoder: any Encoder) throws {
        switch self {
        case .button(let button): try button.encode(to: encoder)
        case .overflow(let menu): try menu.encode(to: encoder)
        case .select(let select): try select.encode(to: encoder)
        }
    }
}

/// The "…" menu. https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
struct OverflowElement: Encodable, Sendable, Equatable {
    private let type = "overflow"
    let action_id: String
    let options: [Option]

    /// Cut at five options; nil without any, or with an id that Slack does not take.
    init?(id: String, options: [Option]) {
        guard !options.isEmpty, (1...Limits.identifier).contains(id.utf16.count) else { return nil }
        action_id = id
        self.options = Array(options.prefix(Limits.overflowOptions))
    }
}

/// A row of actions, no longer than Slack allows.
struct ActionsBlock: Encodable, Sendable, Equatable {
    private let type = "actions"
    /// Comes back with what is pressed or chosen.
    let block_id: String?
    let elements: [ActionElement]

    /// As many rows as it takes.
    static func rows(of elements: [ActionElement]) -> [ActionsBlock] {
        stride(from: 0, to: elements.count, by: Limits.buttonsPerBlock).map { start in
            ActionsBlock(elements: Array(elements[start...].prefix(Limits.buttonsPerBlock)))
        }
    }

    /// One row under an id; nil with an id that Slack does not take, or without elements.
    init?(id: String, elements: [ActionElement]) {
        guard (1...Limits.identifier).contains(id.utf16.count), !elements.isEmpty else { return nil }
        block_id = id
        self.elements = Array(elements.prefix(Limits.buttonsPerBlock))
    }

    private init(elements: [ActionElement]) {
        block_id = nil
        self.elements = elements
    }
}
