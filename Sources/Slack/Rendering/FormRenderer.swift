import ChatOps
import FoundationEssentials

/// Renders forms as modals, whose purpose travels in `private_metadata`.
enum FormRenderer {
    /// nil when Slack could not take it.
    static func render(_ form: Form) -> ModalView? {
        guard let purpose = try? JSONEncoder.slack.encode(form.purpose) else { return nil }
        let introduction = MessageRenderer.paragraph(form.introduction).map { [$0] } ?? []
        let fields = form.fields.compactMap { field in
            InputBlock(
                id: field.id, label: field.label, hint: field.hint, element: element(field.input),
                isRequired: field.isRequired)
        }
        // A form without one of its fields would be another form.
        guard fields.count == form.fields.count else { return nil }
        return ModalView(
            title: form.title, submit: form.submit, metadata: String(decoding: purpose, as: UTF8.self),
            blocks: introduction + fields.map(Block.input))
    }

    /// A modal that only says something.
    static func show(_ message: Message, titled title: String) -> ModalView? {
        ModalView(title: title, submit: nil, metadata: "", blocks: MessageRenderer.render(message).blocks)
    }

    private static func element(_ input: Form.Field.Input) -> InputElement {
        switch input {
        case .text(let placeholder, let isMultiline): .text(placeholder: placeholder, isMultiline: isMultiline)
        case .search(let placeholder): .search(placeholder: placeholder)
        case .searchSeveral(let placeholder, let selected):
            .searchSeveral(
                selected: selected.compactMap { Option($0.label, value: $0.value) }, placeholder: placeholder)
        case .day: .date()
        }
    }
}
