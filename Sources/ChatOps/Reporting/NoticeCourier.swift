import CloudTrailCore
import FoundationEssentials
import Logging

/// Works off the outbox: delivers each notice, and keeps the ones that could not be delivered.
public struct NoticeCourier: Sendable {
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
        let begun = notice.begun(at: now())
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
        await showTicket(told)
        return true
    }

    private func bookTold(_ notice: Notice) async {
        do throws(StoreError) { try await book.told(notice) } catch {
            log.error(
                "It was not noted that an issue was told.", metadata: ["notice": "\(notice.id)", "reason": "\(error)"])
        }
    }

    /// A ticket that was opened while the message was on its way is shown all the same.
    private func showTicket(_ notice: Notice) async {
        guard case .delivered(let reference, _) = notice.state,
            let issue = try? await store.issue(at: notice.issue.place),
            issue.ticket.ticket != notice.issue.ticket.ticket,
            issue.timestamps.identified == notice.issue.timestamps.identified
        else { return }
        do throws(MessengerError) {
            let message = AlertMessage(event: notice.event, issue: issue, playbook: playbook).message
            try await messenger.update(reference, with: message)
        } catch {
            log.warning(
                "A message does not show its ticket.", metadata: ["notice": "\(notice.id)", "reason": "\(error)"])
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
        return .pending(attempts: notice.attempts, notBefore: now.addingTimeInterval(notice.pause))
    }
}

extension Notice {
    /// Attempts begun so far.
    var attempts: Int { if case .pending(let attempts, _) = state { attempts } else { 0 } }

    /// The time after the last attempt in which no other is made.
    fileprivate var pause: TimeInterval { min(5 * Double(1 << min(max(attempts - 1, 0), 10)), 600) }

    /// As it stays should the process be killed in the attempt.
    fileprivate func begun(at now: Date) -> Notice {
        var notice = self
        notice.state = .pending(attempts: attempts + 1, notBefore: now)
        notice.state = .pending(attempts: attempts + 1, notBefore: now.addingTimeInterval(notice.pause))
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
