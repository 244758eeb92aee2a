/// Slack's limits, in characters unless named otherwise. https://docs.slack.dev/reference/block-kit
enum Limits {
    static let messageBlocks = 50
    static let header = 150
    static let plainText = 3000
    static let buttonText = 75
    static let buttonValue = 2000
    static let buttonsPerBlock = 25
    static let url = 3000
    static let options = 100
    static let overflowOptions = 5
    static let checkboxes = 10
    static let optionText = 75
    static let optionValue = 75
    static let identifier = 255
    static let tableRows = 100
    static let tableColumns = 20
    /// All cells of a table together. https://docs.slack.dev/reference/block-kit/blocks/table-block
    static let tableText = 10_000
    static let altText = 2000
    static let confirmTitle = 100
    static let confirmText = 300
    static let confirmButton = 30
    static let viewWord = 24
    static let viewBlocks = 100
    static let inputLabel = 2000
    static let placeholder = 150
    static let privateMetadata = 3000
    static let inputLength = 3000
    /// Slack recommends it, and cuts at ten times as much. https://docs.slack.dev/reference/methods/chat.postMessage
    static let fallback = 4000
    /// One run of rich text, which has no documented limit: that of a section's text.
    static let run = 3000
    /// All text of a message's blocks. Slack answers `msg_blocks_too_long` at about 13,000.
    static let messageText = 12_000
}
