import CloudTrailCore
import FoundationEssentials
import Logging

/// Puts alerts into the chat, each once, however often it takes.
struct AlertPost: Sendable {
    let messenger: any Messenger
    let log: Logger

    /// Where a message came to stand.
    struct Arrival: Sendable {
        var conversation: Conversation
        var message: MessageReference
        /// Whom it is for, where it stands elsewhere.
        var rerouted: String?
    }

    /// To the recipient; where that is impossible, to `detour` where there is one.
    func send(
        _ message: Message, to recipient: String, detour: String?, _ attempt: Attempt
    ) async throws(MessengerError) -> Arrival {
        do throws(MessengerError) {
            let conversation = try await messenger.conversation(with: recipient)
            return Arrival(
                conversation: conversation, message: try await postInFormOrWords(message, in: conversation, attempt))
        } catch {
            guard error.isFinal, let detour else { throw error }
            let conversation = try await messenger.conversation(with: detour)
            let note = "For \(recipient), whom I cannot tell."
            let posted = try await postInFormOrWords(message.rerouted(for: note), in: conversation, attempt)
            return Arrival(conversation: conversation, message: posted, rerouted: note)
        }
    }

    /// Replaces the message, and says in its thread what is new.
    func show(
        _ message: Message, _ reply: Message?, in kept: inout some KeptMessage, _ attempt: Attempt
    ) async throws(MessengerError) {
        // Whoever deleted the message did not mend the trouble: then it is posted anew.
        kept.message = try await messenger.replace(
            kept.message, with: message.rerouted(for: kept.rerouted), in: kept.conversation)
        guard let reply else { return }
        var conversation = kept.conversation
        conversation.thread = kept.message.id
        _ = try await post(reply, in: conversation, attempt)
    }

    /// Shows all that a message is about as a file in its thread; answers whether it stands there.
    func share(
        _ issues: [Issue], of playbook: Playbook, under message: MessageReference, in conversation: Conversation
    ) async -> Bool {
        var thread = conversation
        thread.thread = message.id
        let file = SharedFile(
            name: "cloudtrail-issues.csv", title: "\(counted(issues.count, "region")) in trouble", alternativeText: "",
            content: IssueTable(issues, playbook: playbook).data)
        do throws(MessengerError) {
            try await messenger.share(file, comment: "All \(issues.count) of them as a table.", in: thread)
            return true
        } catch {
            log.error("The file of a large alert was not shown.", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// A message that the chat itself refuses is cut down to its words.
    private func postInFormOrWords(
        _ message: Message, in conversation: Conversation, _ attempt: Attempt
    ) async throws(MessengerError) -> MessageReference {
        do throws(MessengerError) {
            return try await post(message, in: conversation, attempt)
        } catch {
            guard error.code == .invalidMessage else { throw error }
            log.error("The chat refused the form of an alert.", metadata: ["reason": "\(error)"])
            return try await post(message.inWords, in: conversation, attempt)
        }
    }

    /// Finds the message of an earlier attempt that was answered by a crash or not at all, else posts it.
    private func post(
        _ message: Message, in conversation: Conversation, _ attempt: Attempt
    ) async throws(MessengerError) -> MessageReference {
        if attempt.isRepeated, let found = try await messenger.findIfPossible(attempt, in: conversation) {
            return try await messenger.replace(found, with: message, in: conversation, mark: attempt.mark)
        }
        return try await messenger.post(message, in: conversation, mark: attempt.mark)
    }
}

extension Messenger {
    /// Where the chat cannot be searched, telling twice is better than not telling; where it only does not answer now, it is
    /// tried again later.
    fileprivate func findIfPossible(
        _ attempt: Attempt, in conversation: Conversation
    ) async throws(MessengerError) -> MessageReference? {
        do throws(MessengerError) {
            return try await find(mark: attempt.mark, in: conversation, since: attempt.firstAt)
        } catch {
            guard error.code != .unavailable else { throw error }
            return nil
        }
    }
}

/// One attempt at telling.
struct Attempt {
    let mark: String
    let firstAt: Date
    let isRepeated: Bool

    /// Marked by the oldest of the notices, so that the next attempt, which may tell more, finds it.
    init(at notices: [Notice]) {
        let first = notices.oldest
        mark = (first?.id ?? "").postMark
        firstAt = first?.createdAt ?? .distantPast
        isRepeated = notices.contains { $0.attempts > 1 }
    }

    /// Of what has an id of its own.
    init(at id: String, firstAt: Date, isRepeated: Bool) {
        mark = id.postMark
        self.firstAt = firstAt
        self.isRepeated = isRepeated
    }
}

extension [Notice] {
    var oldest: Notice? { self.min { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) } }
}

extension MessengerError {
    /// Whether trying again would not help as long as this recipient and this message are meant.
    var isFinal: Bool {
        switch code {
        case .notFound, .notMember, .unreachable, .invalidMessage: true
        case .unauthorized, .unavailable: false
        }
    }
}

extension Message {
    /// The same, with whom it is for where it stands elsewhere.
    fileprivate func rerouted(for note: String?) -> Message {
        guard let note else { return self }
        return Message(summary: "\(summary) (\(note))", blocks: [.paragraph("\(note)")] + blocks)
    }

    fileprivate var inWords: Message {
        Message(summary: summary, blocks: [.paragraph("\(summary.shortened(to: 1000))")])
    }
}
