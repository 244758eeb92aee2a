/// A modal. https://docs.slack.dev/reference/views/modal-views
struct ModalView: Encodable, Sendable, Equatable {
    private let type = "modal"
    let title: PlainText
    let submit: PlainText
    let close: PlainText
    let private_metadata: String
    let blocks: [Block]

    /// nil when `metadata` is longer than Slack allows, or there are no blocks.
    init?(title: String, submit: String, metadata: String, blocks: [Block]) {
        guard metadata.utf16.count <= Limits.privateMetadata, (1...Limits.viewBlocks).contains(blocks.count) else {
            return nil
        }
        self.title = PlainText(title, limit: Limits.viewWord)
        self.submit = PlainText(submit, limit: Limits.viewWord)
        close = PlainText("Cancel", limit: Limits.viewWord)
        private_metadata = metadata
        self.blocks = blocks
    }
}
