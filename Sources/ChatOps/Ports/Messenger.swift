import struct FoundationEssentials.Date

/// The chat, as far as the bot speaks. Implementations pace themselves, obey `Retry-After` and retry what is transient;
/// what they throw is final for this attempt.
public protocol Messenger: Sendable {
    /// Posts where a conversation is, in its thread when it has one. A `mark` is what `find` finds the message by; others
    /// can read it, so it is an id and nothing else.
    func post(
        _ message: Message, in conversation: Conversation, mark: String?
    ) async throws(MessengerError) -> MessageReference
    /// Shows a message to one person only; in a direct conversation it is an ordinary message.
    func whisper(
        _ message: Message, to person: PersonID, in conversation: Conversation
    ) async throws(MessengerError)
    /// Takes away what one person alone saw, and pressed a button of: the conversation is that of the press.
    func withdraw(_ pressed: Conversation) async throws(MessengerError)
    /// Replaces a message of ours, and its mark. `notFound` where it cannot be changed any more.
    func update(_ reference: MessageReference, with message: Message, mark: String?) async throws(MessengerError)
    /// The message of ours that bears a mark, among those posted in a conversation since `time` (whole seconds, rounded
    /// down); nil when there is none. For what was posted in an attempt whose outcome is not known.
    func find(
        mark: String, in conversation: Conversation, since time: Date
    ) async throws(MessengerError) -> MessageReference?
    /// Shows a file in a conversation, in its thread when it has one, under a line of text.
    func share(_ file: SharedFile, comment: String?, in conversation: Conversation) async throws(MessengerError)
    /// Opens a form over the chat.
    func open(_ form: Form, trigger: String) async throws(MessengerError)
    /// Opens what waits for a form, since no trigger does.
    func openWaiting(_ title: String, trigger: String) async throws(MessengerError) -> WaitingForm
    func fill(_ waiting: WaitingForm, with form: Form) async throws(MessengerError)
    /// Says why there is no form.
    func fill(_ waiting: WaitingForm, titled title: String, with message: Message) async throws(MessengerError)
    /// Replaces what a person sees on the app's home.
    func publishHome(_ message: Message, for person: PersonID) async throws(MessengerError)
    /// Finds a recipient as ticket_owners.json names them: `#channel`, a channel's id, a person's id, name or e-mail.
    func conversation(with recipient: String) async throws(MessengerError) -> Conversation
    func person(_ id: PersonID) async throws(MessengerError) -> Person
    /// Whom a recipient, as ticket_owners.json names them, is; nil for a channel.
    func person(named recipient: String) async throws(MessengerError) -> Person?
    /// Who is in a user group, named by its id or its handle; nil when there is none. Kept up to date, so it is cheap to ask.
    func members(ofUserGroup name: String) async throws(MessengerError) -> Set<PersonID>?
}

extension Messenger {
    public func post(_ message: Message, in conversation: Conversation) async throws(MessengerError) -> MessageReference
    {
        try await post(message, in: conversation, mark: nil)
    }

    /// Posts to a recipient as `conversation(with:)` finds one.
    public func post(
        _ message: Message, to recipient: String
    ) async throws(MessengerError) -> MessageReference {
        try await post(message, in: try await conversation(with: recipient))
    }

    public func update(_ reference: MessageReference, with message: Message) async throws(MessengerError) {
        try await update(reference, with: message, mark: nil)
    }

    /// Replaces a message of ours, or posts anew where it cannot be changed any more: it is gone, or too old.
    public func replace(
        _ reference: MessageReference, with message: Message, in conversation: Conversation, mark: String? = nil
    ) async throws(MessengerError) -> MessageReference {
        do throws(MessengerError) {
            try await update(reference, with: message, mark: mark)
            return reference
        } catch {
            guard error.code == .notFound else { throw error }
            return try await post(message, in: conversation, mark: mark)
        }
    }
}

/// Why the chat did not take something.
public struct MessengerError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No such channel, person or message.
        case notFound
        /// The bot is not in the channel and cannot join it.
        case notMember
        /// Archived, deactivated, or closed to messages.
        case unreachable
        /// The chat refused the message itself.
        case invalidMessage
        /// Token or scope trouble: nothing will work until someone mends it.
        case unauthorized
        /// No answer, or the chat's own trouble: try later.
        case unavailable
    }

    public var code: Code
    /// One sentence for a person, without secrets.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }
}
