/// A message in no chat's own language: what is said, block by block. All text in it is plain; a renderer escapes it.
public struct Message: Hashable, Sendable {
    /// The whole message as one plain text: what notifications and screen readers read.
    public var summary: String
    public var blocks: [Block]
    /// More is coming: this message will be replaced by a later update (the progress of a scan).
    public var isProvisional: Bool

    public init(summary: String, blocks: [Block] = [], isProvisional: Bool = false) {
        self.summary = summary
        self.blocks = blocks
        self.isProvisional = isProvisional
    }

    /// A message that is one line of text.
    public static func text(_ text: RichText) -> Message {
        Message(summary: text.plain, blocks: [.paragraph(text)])
    }

    public enum Block: Hashable, Sendable {
        case heading(String)
        case paragraph(RichText)
        /// A bullet list.
        case list([RichText])
        /// Labelled values, shown side by side where there is room.
        case facts([Fact])
        /// Text shown as it is, in a fixed-width face: commands to copy, AWS's own words.
        case code(String)
        /// Small print.
        case note(RichText)
        case buttons([Button])
        case table(Table)
        /// Lists to choose from. What is chosen becomes a part of the action, which is then carried out.
        case menus([Menu], of: ButtonAction)
    }

    /// A labelled value.
    public struct Fact: Hashable, Sendable {
        public var label: String
        public var value: RichText

        public init(_ label: String, _ value: RichText) {
            self.label = label
            self.value = value
        }
    }
}
