/// A modal. https://docs.slack.dev/reference/views/modal-views
struct ModalView: Encodable, Sendable, Equatable {
    private let type = "modal"
    let title: PlainText
    let submit: PlainText?
    let close: PlainText
    let private_metadata: String
    let blocks: [Block]

    /// A modal without `submit` only shows something, as one does that keeps a trigger until its contents are there.
    /// nil when `metadata` is longer than Slack allows, when there are too many blocks or none, or fields that nobody could
    /// submit.
    init?(title: String, submit: String?, metadata: String, blocks: [Block]) {
        guard metadata.utf16.count <= Limits.privateMetadata, (1...Limits.viewBlocks).contains(blocks.count),
            submit != nil || !blocks.contains(where: \.isInput)
        else { return nil }
        self.title = PlainText(title, limit: Limits.viewWord)
        self.submit = submit.map { PlainText($0, limit: Limits.viewWord) }
        close = PlainText("Cancel", limit: Limits.viewWord)
        private_metadata = metadata
        self.blocks = blocks
    }
}
