/// Helps a person fill in a form. The chat waits for the answer and takes none after two seconds, so it comes from memory:
/// no store, no network.
public protocol FormAssistant: Sendable {
    /// What a searched field offers for what was typed, the likeliest first; nothing to whoever may not look there.
    func choices(
        for field: String, matching typed: String, by person: PersonID, in conversation: Conversation
    ) async -> [FormChoice]
    /// What is wrong with a form that was sent, by field id; empty when it is taken. What
    /// somebody may not send is taken too: it is refused where it is carried out.
    func problems(with submission: FormSubmission, by person: PersonID) async -> [String: String]
}

/// One of the values a field can have.
public struct FormChoice: Hashable, Sendable {
    /// What comes back in the answers.
    public var value: String
    /// What people read.
    public var label: String

    public init(value: String, label: String) {
        self.value = value
        self.label = label
    }
}
