import CloudTrailCore
import FoundationEssentials
import Logging

/// Brings the message of one subject up to date with the store, and says in its thread what is new.
struct AlertDelivery: Sendable {
    let store: any Outbox
    let messenger: any Messenger
    let playbook: Playbook
    let now: @Sendable () -> Date
    let log: Logger

    /// What became of it.
    enum Outcome: Sendable {
        case unneeded
        case shown(AlertThread)
        /// It would be one message too many: it is to be told with others.
        case crowded([Issue])
    }

    /// `admit` says whether another message of its own may go to the recipient.
    func deliver(
        _ notices: [Notice], of subject: AlertSubject, admit: @Sendable () -> Bool
    ) async throws -> Outcome {
        let thread = try await store.thread(of: subject)
        let issues = try await playbook.issues(of: subject, in: store)
        let fresh = AlertMessage(subject, issues: issues, thread: nil, playbook: playbook)
        let moment = now()
        switch AlertPlan.way(for: notices, thread: thread, isOver: fresh.isOver, now: moment) {
        case .none: return .unneeded
        case .post:
            let attempt = Attempt(at: notices)
            var isAdmitted = admit()
            // What was posted, though its answer got lost, is not one more.
            if !isAdmitted { isAdmitted = await wasPosted(attempt, to: subject.recipient) }
            guard isAdmitted else { return .crowded(fresh.standing) }
            // What was over before this news is another story.
            let places = Set(notices.map(\.issue.place)).union(fresh.standing.map(\.place))
            return .shown(try await post(subject, about: places, of: issues, attempt))
        case .update(let thread, let reply):
            return .shown(try await update(thread, adding: notices, of: issues, reply: reply))
        }
    }

    private func post(
        _ subject: AlertSubject, about places: Set<AccountRegion>, of issues: [Issue], _ attempt: Attempt
    ) async throws -> AlertThread {
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "", kind: .channel),
            message: MessageReference(channel: "", id: ""), openedAt: now(), places: places)
        let alert = AlertMessage(subject, issues: issues, thread: thread, playbook: playbook)
        (thread.conversation, thread.message, thread.rerouted) = try await send(
            alert.message, to: subject.recipient, attempt)
        thread.close(alert, now())
        return thread
    }

    private func update(
        _ stored: AlertThread, adding notices: [Notice], of issues: [Issue], reply: AlertReply?
    ) async throws -> AlertThread {
        var thread = stored
        let moment = now()
        if thread.endedAt != nil { thread.places = [] }
        thread.places.formUnion(notices.map(\.issue.place))
        thread.places.formUnion(issues.filter { Issue.Status.standing.contains($0.status) }.map(\.place))
        let alert = AlertMessage(thread.subject, issues: issues, thread: thread, playbook: playbook)
        let message = alert.message.rerouted(because: thread.rerouted)
        // Whoever deleted the message did not mend the trouble: then it is posted anew.
        thread.message = try await messenger.replace(thread.message, with: message, in: thread.conversation)
        if let reply {
            var conversation = thread.conversation
            conversation.thread = thread.message.id
            _ = try await post(reply.message(playbook), in: conversation, Attempt(at: notices))
            thread.repliedAt = moment
        }
        thread.close(alert, moment)
        return thread
    }

    /// Tells what is too much for messages of its own as one message, which grows while more comes.
    func deliver(_ crowd: Crowd, of notices: [Notice], to recipient: String) async throws -> Crowd {
        var crowd = crowd
        if let (conversation, message) = crowd.shownBy {
            let shown = try await messenger.replace(message, with: crowd.message, in: conversation)
            crowd.shownBy = (conversation, shown)
        } else {
            let (conversation, message, _) = try await send(crowd.message, to: recipient, Attempt(at: notices))
            crowd.shownBy = (conversation, message)
        }
        return crowd
    }

    /// Shows all that a message is about as a file in its thread.
    func share(_ issues: [Issue], under message: MessageReference, in conversation: Conversation) async {
        var thread = conversation
        thread.thread = message.id
        let file = SharedFile(
            name: "cloudtrail-issues.csv", title: "\(counted(issues.count, "region")) in trouble", alternativeText: "",
            content: IssueTable(issues, playbook: playbook).data)
        do throws(MessengerError) {
            try await messenger.share(file, comment: "All \(issues.count) of them as a table.", in: thread)
        } catch {
            log.error("The file of a large alert was not shown.", metadata: ["reason": "\(error)"])
        }
    }

    /// To the recipient; where that is for ever impossible, to the operators' channel with the reason.
    private func send(
        _ message: Message, to recipient: String, _ attempt: Attempt
    ) async throws(MessengerError) -> (Conversation, MessageReference, rerouted: String?) {
        do throws(MessengerError) {
            let conversation = try await messenger.conversation(with: recipient)
            return (conversation, try await post(message, in: conversation, attempt), nil)
        } catch {
            guard error.isFinal, let operators = playbook.operatorsChannel, operators != recipient else { throw error }
            log.warning(
                "A notice goes to the operators' channel instead.",
                metadata: ["recipient": "\(recipient)", "reason": "\(error)"])
            let conversation = try await messenger.conversation(with: operators)
            let note = "This was for \(recipient), whom I cannot tell: \(error.message)"
            let content = error.code == .invalidMessage ? message.inWords : message
            let reference = try await post(content.rerouted(because: note), in: conversation, attempt)
            return (conversation, reference, note)
        }
    }

    private func wasPosted(_ attempt: Attempt, to recipient: String) async -> Bool {
        guard attempt.isRepeated, let conversation = try? await messenger.conversation(with: recipient) else {
            return false
        }
        return (try? await messenger.find(mark: attempt.mark, in: conversation, since: attempt.firstAt)) != nil
    }

    /// Finds the message of an earlier attempt that was answered by a crash or not at all, else posts it.
    private func post(
        _ message: Message, in conversation: Conversation, _ attempt: Attempt
    ) async throws(MessengerError) -> MessageReference {
        // Where the chat cannot be searched, telling twice is better than not telling.
        if attempt.isRepeated,
            let found = try? await messenger.find(mark: attempt.mark, in: conversation, since: attempt.firstAt)
        {
            return try await messenger.replace(found, with: message, in: conversation, mark: attempt.mark)
        }
        return try await messenger.post(message, in: conversation, mark: attempt.mark)
    }
}

/// One attempt at telling: marked by the oldest of its notices, so that the next attempt, which may tell more, finds it.
private struct Attempt {
    let mark: String
    let firstAt: Date
    let isRepeated: Bool

    init(at notices: [Notice]) {
        let first = notices.min { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        mark = (first?.id ?? "").postMark
        firstAt = first?.createdAt ?? .distantPast
        isRepeated = notices.contains { $0.attempts > 1 }
    }
}

extension Playbook {
    /// The stored issues that a subject is about: of its cause, in its recipient's accounts or given to the recipient.
    func issues(of subject: AlertSubject, in store: any IssueStore) async throws(StoreError) -> [Issue] {
        let recipient = subject.recipient.lowercased()
        var owned: [AccountID: Bool] = [:]
        return try await store.issues(matching: IssueFilter(causes: [subject.cause])).filter { issue in
            if issue.followers.contains(where: { $0.lowercased() == recipient }) { return true }
            let account = issue.place.account
            if let known = owned[account] { return known }
            let isOwned = recipients(of: account).contains { $0.lowercased() == recipient }
            owned[account] = isOwned
            return isOwned
        }
    }
}

extension AlertThread {
    fileprivate mutating func close(_ alert: AlertMessage, _ now: Date) {
        endedAt = alert.isOver ? endedAt ?? now : nil
    }
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
    /// The same, with the reason why it stands where it stands.
    fileprivate func rerouted(because note: String?) -> Message {
        guard let note else { return self }
        return Message(summary: "\(summary) (\(note))", blocks: [.paragraph("\(note)")] + blocks)
    }

    /// A message that the chat itself refused is cut down to its words.
    fileprivate var inWords: Message {
        Message(summary: summary, blocks: [.paragraph("\(summary.shortened(to: 1000))")])
    }
}
