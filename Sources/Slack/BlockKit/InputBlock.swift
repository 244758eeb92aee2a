/// A labelled field of a form. https://docs.slack.dev/reference/block-kit/blocks/input-block
struct InputBlock: Encodable, Sendable, Equatable {
    private let type = "input"
    let block_id: String
    let label: PlainText
    let hint: PlainText?
    let element: InputElement
    let optional: Bool

    /// nil when `id`, by which the answer is found again, is empty or longer than Slack allows, and when there is nothing
    /// to choose from.
    init?(id: String, label: String, hint: String = "", element: InputElement, isRequired: Bool) {
        guard (1...Limits.identifier).contains(id.utf16.count), element.isUsable else { return nil }
        block_id = id
        self.label = PlainText(label, limit: Limits.inputLabel)
        self.hint = hint.isEmpty ? nil : PlainText(hint, limit: Limits.inputLabel)
        self.element = element
        optional = !isRequired
    }
}

extension InputElement {
    fileprivate var isUsable: Bool {
        switch self {
        case .select(let options, _, _), .multiSelect(let options, _, _), .checkboxes(let options, _): !options.isEmpty
        case .text, .search, .searchSeveral, .date: true
        }
    }
}
