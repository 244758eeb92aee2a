/// A button. https://docs.slack.dev/reference/block-kit/block-elements/button-element
struct ButtonElement: Encodable, Sendable, Equatable {
    struct Confirmation: Encodable, Sendable, Equatable {
        let title: PlainText
        let text: PlainText
        let confirm: PlainText
        let deny: PlainText

        init(title: String, text: String, confirm: String) {
            self.title = PlainText(title, limit: Limits.confirmTitle)
            self.text = PlainText(text, limit: Limits.confirmText)
            self.confirm = PlainText(confirm, limit: Limits.confirmButton)
            deny = PlainText("Cancel", limit: Limits.confirmButton)
        }
    }

    enum Style: String, Encodable, Sendable {
        case primary
        case danger
    }

    private let type = "button"
    let text: PlainText
    let action_id: String
    let value: String
    let style: Style?
    let confirm: Confirmation?

    /// nil when `value` is longer than Slack allows: cut, it would mean something else.
    init?(_ label: String, id: String, value: String, style: Style? = nil, confirm: Confirmation? = nil) {
        guard value.utf16.count <= Limits.buttonValue else { return nil }
        text = PlainText(label, limit: Limits.buttonText)
        action_id = id
        self.value = value
        self.style = style
        self.confirm = confirm
    }
}
