/// One of the choices of a menu or a group of checkboxes.
/// https://docs.slack.dev/reference/block-kit/composition-objects/option-object
struct Option: Encodable, Sendable, Equatable {
    let text: PlainText
    let value: String

    /// nil when `value` is empty or longer than Slack allows: cut, it would mean something else.
    init?(_ label: String, value: String) {
        guard (1...Limits.optionValue).contains(value.utf16.count) else { return nil }
        text = PlainText(label, limit: Limits.optionText)
        self.value = value
    }
}
