/// Something a person asked of the bot, whichever way it came.
public struct ChatRequest: Hashable, Sendable {
    public enum Input: Hashable, Sendable {
        /// A slash command, mention or direct message: its text, without the bot's own mention, unescaped. `trigger` opens a
        /// form, once and within three seconds; only a slash command has one.
        case text(String, trigger: String? = nil)
        /// A button pressed, or something chosen from a menu. The message is nil where there is none to answer under, or to
        /// change: on the App Home, and where one person alone sees it.
        case button(ButtonAction, on: MessageReference?, trigger: String)
        case form(FormSubmission)
        /// Somebody looks at the app's home.
        case homeOpened
        /// A shortcut on a message: all text in it.
        case shortcut(text: String)
    }

    /// The same for every delivery of the same act: what de-duplication goes by.
    public var id: String
    public var person: PersonID
    public var conversation: Conversation
    public var input: Input
    /// The chat's id of the message that says it, where one does.
    public var said: String?

    public init(
        id: String, person: PersonID, conversation: Conversation, input: Input, said: String? = nil
    ) {
        self.id = id
        self.person = person
        self.conversation = conversation
        self.input = input
        self.said = said
    }
}
