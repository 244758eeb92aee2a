/// A list to choose from in a message: what is chosen becomes a part of the message's action.
public struct Menu: Hashable, Sendable {
    public enum Choices: Hashable, Sendable {
        case these([FormChoice])
        /// Offered while one types, by `FormAssistant.choices(for: field, …)`.
        case searched
        /// The people of the chat; what is chosen is an id.
        case people
    }

    /// Which part of the message's action it sets.
    public var field: String
    /// What it is for, read where nothing is chosen.
    public var label: String
    public var choices: Choices
    public var selected: FormChoice?

    public init(field: String, label: String, choices: Choices, selected: FormChoice? = nil) {
        self.field = field
        self.label = label
        self.choices = choices
        self.selected = selected
    }
}
