import CloudTrailCore

/// A form that opens over the chat.
public struct Form: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public enum Input: Hashable, Sendable {
            case text(placeholder: String, isMultiline: Bool)
            /// One of the choices that `FormAssistant` offers for what is typed.
            case search(placeholder: String)
            /// Any number of them; the answer holds their values, apart by commas.
            case searchSeveral(placeholder: String, selected: [FormChoice])
            /// A day; the answer is `YYYY-MM-DD`.
            case day
        }

        /// The key of the answer in `FormSubmission.answers`.
        public var id: String
        public var label: String
        /// What to know before answering.
        public var hint: String
        public var input: Input
        public var isRequired: Bool

        public init(id: String, label: String, hint: String = "", input: Input, isRequired: Bool) {
            self.id = id
            self.label = label
            self.hint = hint
            self.input = input
            self.isRequired = isRequired
        }

        public init(id: String, label: String, placeholder: String = "", isMultiline: Bool = false, isRequired: Bool) {
            self.init(
                id: id, label: label, input: .text(placeholder: placeholder, isMultiline: isMultiline),
                isRequired: isRequired)
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

/// What is open and waits for a form, by the chat's id.
public struct WaitingForm: Hashable, Sendable {
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

/// What a form is for, and where its outcome is told. Travels through the chat as JSON: never rename a case.
public enum FormPurpose: Hashable, Sendable, Codable {
    case whitelist(AccountRegion, conversation: Conversation)
    /// `shown` is nil until it is known what the form shows.
    case whitelistAlert(AlertSubject, conversation: Conversation, shown: Shown? = nil)
    /// What is to be whitelisted is among the answers.
    case whitelistChosen(conversation: Conversation)
    case scan(conversation: Conversation)
    case ticket(AccountRegion, conversation: Conversation)
    case ticketAlert(AlertSubject, conversation: Conversation)
    case snooze(AccountRegion, conversation: Conversation)
    case snoozeAlert(AlertSubject, conversation: Conversation)
}

/// The forms that a command without arguments opens. Travels through the chat as JSON: never rename a case.
public enum FormKind: String, Hashable, Sendable, Codable {
    case scan
    case whitelist
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
