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
                id: field.id, label: field.label,
                element: .text(placeholder: field.placeholder, isMultiline: field.isMultiline),
                isRequired: field.isRequired)
        }
        // A form without one of its fields would be another form.
        guard fields.count == form.fields.count else { return nil }
        return ModalView(
            title: form.title, submit: form.submit, metadata: String(decoding: purpose, as: UTF8.self),
            blocks: introduction + fields.map(Block.input))
    }
}
