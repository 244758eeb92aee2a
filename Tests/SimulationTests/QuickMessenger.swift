import ChatOps
import FoundationEssentials
import Synchronization
import TestSupport

/// A chat in memory that remembers what was said to whom and when. It is down at times; posts fail, and answers get lost.
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
        var attempts: [String: Int] = [:]
        var unanswered = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date
    private let isUp: @Sendable (Date) -> Bool
    /// Of a hundred posts and updates, so many fail, and of as many posts the answer gets lost.
    private let mishaps: Int

    init(
        now: @escaping @Sendable () -> Date, isUp: @escaping @Sendable (Date) -> Bool = { _ in true }, mishaps: Int = 0
    ) {
        self.now = now
        self.isUp = isUp
        self.mishaps = mishaps
    }

    private enum Fate { case well, failed, unanswered }

    /// The same for the same call, in whatever order they come.
    private func fate(_ call: String, _ attempt: Int) -> Fate {
        let hash = "\(call) \(attempt)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        var random = SplitMix(seed: hash)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<mishaps: return .failed
        case mishaps..<2 * mishaps: return .unanswered
        default: return .well
        }
    }

    private func checkUp() throws(MessengerError) {
        guard isUp(now()) else { throw MessengerError(.unavailable, "Slack is down.") }
    }

    var said: [Said] { state.withLock { $0.said } }
    /// How many answers got lost.
    var unanswered: Int { state.withLock { $0.unanswered } }
    var posts: [Said] { said.filter { !$0.isReply && !$0.isUpdate } }
    var files: [(channel: String, bytes: Int)] { state.withLock { $0.files } }

    func post(
        _ message: Message, in conversation: Conversation, mark: String?
    ) async throws(MessengerError) -> MessageReference {
        try checkUp()
        let call = "\(conversation.channel) \(mark ?? message.summary)"
        let fate = fate(call, attempt(at: call))
        if fate == .failed { throw MessengerError(.unavailable, "It failed.") }
        let reference = state.withLock { state in
            state.next += 1
            let reference = MessageReference(channel: conversation.channel, id: "\(state.next)")
            state.said.append(
                Said(
                    channel: conversation.channel, isReply: conversation.thread != nil, isUpdate: false,
                    summary: message.summary, at: now(), mark: mark))
            if let mark { state.marks[conversation.channel + mark] = reference }
            if fate == .unanswered { state.unanswered += 1 }
            return reference
        }
        if fate == .unanswered { throw MessengerError(.unavailable, "No answer came.") }
        return reference
    }

    private func attempt(at call: String) -> Int {
        state.withLock { state in
            state.attempts[call, default: 0] += 1
            return state.attempts[call] ?? 0
        }
    }

    func openWaiting(_ title: String, trigger: String) async throws(MessengerError) -> WaitingForm {
        WaitingForm(id: "")
    }
    func fill(_ waiting: WaitingForm, with form: Form) async throws(MessengerError) {}
    func fill(_ waiting: WaitingForm, titled title: String, with message: Message) async throws(MessengerError) {}

    func withdraw(_ pressed: Conversation) async throws(MessengerError) {}

    func update(_ reference: MessageReference, with message: Message, mark: String?) async throws(MessengerError) {
        try checkUp()
        let call = "\(reference.channel) \(reference.id)"
        if fate(call, attempt(at: call)) == .failed { throw MessengerError(.unavailable, "It failed.") }
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
        try checkUp()
        return state.withLock { $0.marks[conversation.channel + mark] }
    }

    func share(_ file: SharedFile, comment: String?, in conversation: Conversation) async throws(MessengerError) {
        try checkUp()
        state.withLock { $0.files.append((conversation.channel, file.content.count)) }
    }

    func publishHome(_ message: Message, for person: PersonID) async throws(MessengerError) {}

    func members(ofUserGroup name: String) async throws(MessengerError) -> Set<PersonID>? { nil }

    func open(_ form: Form, trigger: String) async throws(MessengerError) {}

    func conversation(with recipient: String) async throws(MessengerError) -> Conversation {
        try checkUp()
        return Conversation(channel: recipient, kind: recipient.hasPrefix("#") ? .channel : .direct)
    }

    func person(_ id: PersonID) async throws(MessengerError) -> Person { Person(id: id, names: [id.rawValue]) }
}
