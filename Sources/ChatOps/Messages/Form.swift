import CloudTrailCore

/// A form that opens over the chat.
public struct Form: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        /// The key of the answer in `FormSubmission.answers`.
        public var id: String
        public var label: String
        public var placeholder: String
        public var isMultiline: Bool
        public var isRequired: Bool

        public init(id: String, label: String, placeholder: String = "", isMultiline: Bool = false, isRequired: Bool) {
            self.id = id
            self.label = label
            self.placeholder = placeholder
            self.isMultiline = isMultiline
            self.isRequired = isRequired
        }
    }

    public var title: String
    public var submit: String
    public var introduction: RichText
    public var fields: [Field]
    /// Comes back with the answers.
    public var purpose: FormPurpose

    public init(title: String, submit: String, introduction: RichText, fields: [Field], purpose: FormPurpose) {
        self.title = title
        self.submit = submit
        self.introduction = introduction
        self.fields = fields
        self.purpose = purpose
    }
}

/// What a form is for, and where its outcome is told. Travels through the chat as JSON: never rename a case.
public enum FormPurpose: Hashable, Sendable, Codable {
    case whitelist(AccountRegion, conversation: Conversation)
    case whitelistAlert(AlertSubject, conversation: Conversation)
}

/// A form that was filled in.
public struct FormSubmission: Hashable, Sendable {
    public var purpose: FormPurpose
    public var answers: [String: String]

    public init(purpose: FormPurpose, answers: [String: String]) {
        self.purpose = purpose
        self.answers = answers
    }
}
