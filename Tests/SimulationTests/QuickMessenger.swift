import ChatOps
import FoundationEssentials
import Synchronization

/// A chat in memory that remembers what was said to whom and when.
final class QuickMessenger: Messenger {
    struct Said: Sendable {
        let channel: String
        let isReply: Bool
        let isUpdate: Bool
        let summary: String
        let at: Date
        let mark: String?
    }

    private struct State {
        var said: [Said] = []
        var files: [(channel: String, bytes: Int)] = []
        var next = 0
        var marks: [String: MessageReference] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    var said: [Said] { state.withLock { $0.said } }
    var posts: [Said] { said.filter { !$0.isReply && !$0.isUpdate } }
    var files: [(channel: String, bytes: Int)] { state.withLock { $0.files } }

    func post(
        _ message: Message, in conversation: Conversation, mark: String?
    ) async throws(MessengerError) -> MessageReference {
        state.withLock { state in
            state.next += 1
            let reference = MessageReference(channel: conversation.channel, id: "\(state.next)")
            state.said.append(
                Said(
                    channel: conversation.channel, isReply: conversation.thread != nil, isUpdate: false,
                    summary: message.summary, at: now(), mark: mark))
            if let mark { state.marks[conversation.channel + mark] = reference }
            return reference
        }
    }

    func openWaiting(_ title: String, trigger: String) async throws(MessengerError) -> WaitingForm {
        WaitingForm(id: "")
    }
    func fill(_ waiting: WaitingForm, with form: Form) async throws(MessengerError) {}
    func fill(_ waiting: WaitingForm, titled title: String, with message: Message) async throws(MessengerError) {}

    func withdraw(_ pressed: Conversation) async throws(MessengerError) {}

    func update(_ reference: MessageReference, with message: Message, mark: String?) async throws(MessengerError) {
        state.withLock { state in
            state.said.append(
                Said(
                    channel: reference.channel, isReply: false, isUpdate: true, summary: message.summary, at: now(),
                    mark: mark))
        }
    }

    func whisper(_ message: Message, to person: PersonID, in conversation: Conversation) async throws(MessengerError) {}

    func person(named recipient: String) async throws(MessengerError) -> Person? {
        recipient.hasPrefix("#") ? nil : Person(id: PersonID(rawValue: recipient), names: [recipient])
    }

    func find(
        mark: String, in conversation: Conversation, since time: Date
    ) async throws(MessengerError) -> MessageReference? {
        state.withLock { $0.marks[conversation.channel + mark] }
    }

    func share(_ file: SharedFile, comment: String?, in conversation: Conversation) async throws(MessengerError) {
        state.withLock { $0.files.append((conversation.channel, file.content.count)) }
    }

    func publishHome(_ message: Message, for person: PersonID) async throws(MessengerError) {}

    func members(ofUserGroup name: String) async throws(MessengerError) -> Set<PersonID>? { nil }

    func open(_ form: Form, trigger: String) async throws(MessengerError) {}

    func conversation(with recipient: String) async throws(MessengerError) -> Conversation {
        Conversation(channel: recipient, kind: recipient.hasPrefix("#") ? .channel : .direct)
    }

    func person(_ id: PersonID) async throws(MessengerError) -> Person { Person(id: id, names: [id.rawValue]) }
}
