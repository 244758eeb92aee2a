import CloudTrailCore
import FoundationEssentials
import Logging

/// Works off the outbox: delivers each notice, and keeps the ones that could not be delivered.
public struct NoticeCourier: Sendable {
    /// How long a notice is left alone once its post has begun: longer than any post takes.
    private static let postLimit: TimeInterval = 300

    private let store: any Outbox
    private let messenger: any Messenger
    private let book: IssueBook
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        store: any Outbox, messenger: any Messenger, book: IssueBook, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.store = store
        self.messenger = messenger
        self.book = book
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// Delivers until the task is cancelled; `doorbell` rings when there is something new.
    public func run(doorbell: Doorbell, clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await doorbell.wait(atMost: await deliverDue(), clock: clock)
        }
    }

    /// Delivers what is due, and answers how long there is nothing more to do.
    func deliverDue() async -> Duration {
        do throws(StoreError) {
            while case let due = try await store.dueNotices(at: now(), limit: 200), !due.isEmpty, !Task.isCancelled {
                try await deliver(due)
            }
            guard let next = try await store.nextNoticeDue() else { return .seconds(60) }
            return .seconds(min(max(next.timeIntervalSince(now()), 0.05), 60))
        } catch {
            log.error("The outbox could not be worked off.", metadata: ["reason": "\(error)"])
            return .seconds(5)
        }
    }

    /// Recipients side by side, each one's notices in their order; one that fails holds back the rest.
    private func deliver(_ due: [Notice]) async throws(StoreError) {
        let outcomes = await withTaskGroup(of: StoreError?.self) { group in
            for notices in Dictionary(grouping: due, by: \.recipient).values {
                group.addTask {
                    do throws(StoreError) {
                        for notice in notices where !Task.isCancelled {
                            guard try await deliver(notice) else { break }
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [StoreError?]()) { $0.append($1) }
        }
        if let error = outcomes.compactMap({ $0 }).first { throw error }
    }

    /// The attempt is stored before it is made: a store that cannot be written must not repeat the same post for ever.
    private func deliver(_ notice: Notice) async throws(StoreError) -> Bool {
        let begun = notice.begun(at: now(), limit: Self.postLimit)
        try await store.save(begun)
        // Unstructured, since a post that was begun must be remembered even at shutdown; awaited, so it has an owner.
        let outcome = await Task { await Result { () async throws(MessengerError) in try await post(begun) } }.value
        var told = begun
        switch outcome {
        case .success(let reference):
            told.state = .delivered(reference, at: now())
        case .failure(let error):
            told.state = Self.state(of: begun, after: error, now: now())
            log.error(
                "A notice was not delivered.",
                metadata: ["notice": "\(notice.id)", "recipient": "\(notice.recipient)", "reason": "\(error)"])
        }
        try await store.save(told)
        guard case .delivered = told.state else { return false }
        await bookTold(told)
        return true
    }

    private func bookTold(_ notice: Notice) async {
        do throws(StoreError) { try await book.told(notice) } catch {
            log.error(
                "It was not noted that an issue was told.", metadata: ["notice": "\(notice.id)", "reason": "\(error)"])
        }
    }

    /// To the recipient; where that is for ever impossible, to the operators' channel with the reason.
    private func post(_ notice: Notice) async throws(MessengerError) -> MessageReference {
        let message = AlertMessage(event: notice.event, issue: notice.issue, playbook: playbook).message
        do throws(MessengerError) {
            return try await messenger.post(message, in: try await messenger.conversation(with: notice.recipient))
        } catch {
            guard error.isFinal, let operators = playbook.operatorsChannel, operators != notice.recipient else {
                throw error
            }
            log.warning(
                "A notice goes to the operators' channel instead.",
                metadata: ["recipient": "\(notice.recipient)", "reason": "\(error)"])
            let conversation = try await messenger.conversation(with: operators)
            return try await messenger.post(
                message.undeliverable(to: notice.recipient, because: error), in: conversation)
        }
    }

    /// What becomes of a notice that was not delivered: tried again after 5 s, 10 s, 20 s … at most 10 minutes. What only time or
    /// an operator can mend is tried for ever; anything else for a day.
    static func state(of notice: Notice, after error: MessengerError, now: Date) -> Notice.State {
        if error.isFinal, now.timeIntervalSince(notice.createdAt) > 86_400 {
            return .failed(reason: error.message, at: now)
        }
        let pause = min(5 * Double(1 << min(max(notice.attempts - 1, 0), 10)), 600)
        return .pending(attempts: notice.attempts, notBefore: now.addingTimeInterval(pause))
    }
}

extension Notice {
    /// Attempts begun so far.
    var attempts: Int { if case .pending(let attempts, _) = state { attempts } else { 0 } }

    /// With one more attempt, which nobody repeats before `limit` (in seconds) is over.
    fileprivate func begun(at now: Date, limit: TimeInterval) -> Notice {
        var notice = self
        notice.state = .pending(attempts: attempts + 1, notBefore: now.addingTimeInterval(limit))
        return notice
    }
}

extension MessengerError {
    /// Whether trying again would not help as long as this recipient and this message are meant.
    fileprivate var isFinal: Bool {
        switch code {
        case .notFound, .notMember, .unreachable, .invalidMessage: true
        case .unauthorized, .unavailable: false
        }
    }
}

extension Message {
    /// A message that the chat itself refused is cut down to its words.
    fileprivate func undeliverable(to recipient: String, because error: MessengerError) -> Message {
        let note: RichText = "This was for \(code: recipient), whom I cannot tell: \(error.message)"
        let content: [Block] = error.code == .invalidMessage ? [.paragraph("\(summary.shortened(to: 1000))")] : blocks
        return Message(summary: "\(summary) (\(note.plain))", blocks: [.paragraph(note)] + content)
    }
}
