/// Something a person asked of the bot, whichever way it came.
public struct ChatRequest: Hashable, Sendable {
    public enum Input: Hashable, Sendable {
        /// A slash command, mention or direct message: its text, without the bot's own mention, unescaped.
        case text(String)
        /// `trigger` opens a form, once and within three seconds.
        case button(ButtonAction, on: MessageReference, trigger: String)
        case form(FormSubmission)
    }

    /// The same for every delivery of the same act: what de-duplication goes by.
    public var id: String
    public var person: PersonID
    public var conversation: Conversation
    public var input: Input

    public init(id: String, person: PersonID, conversation: Conversation, input: Input) {
        self.id = id
        self.person = person
        self.conversation = conversation
        self.input = input
    }
}
