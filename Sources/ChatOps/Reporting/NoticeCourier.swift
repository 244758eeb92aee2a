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
            log.error("The outbox could not be read.", metadata: ["reason": "\(error)"])
            return .seconds(5)
        }
    }

    /// Recipients side by side, each one's notices in their order.
    private func deliver(_ due: [Notice]) async throws(StoreError) {
        let outcomes = await withTaskGroup(of: StoreError?.self) { group in
            for notices in Dictionary(grouping: due, by: \.recipient).values {
                group.addTask {
                    for notice in notices where !Task.isCancelled {
                        do throws(StoreError) { try await deliver(notice) } catch { return error }
                    }
                    return nil
                }
            }
            return await group.reduce(into: [StoreError?]()) { $0.append($1) }
        }
        if let error = outcomes.compactMap({ $0 }).first { throw error }
    }

    private func deliver(_ notice: Notice) async throws(StoreError) {
        var notice = notice
        do throws(MessengerError) {
            notice.state = .delivered(try await post(notice), at: now())
        } catch {
            notice.state = Self.state(of: notice, after: error, now: now())
            log.error(
                "A notice was not delivered.",
                metadata: ["notice": "\(notice.id)", "recipient": "\(notice.recipient)", "reason": "\(error)"])
        }
        try await store.save(notice)
        if case .delivered = notice.state { await bookTold(notice) }
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
            guard error.isAboutTheRecipient, let operators = playbook.operatorsChannel, operators != notice.recipient
            else {
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

    /// What becomes of a notice that was not delivered: tried again after 5 s, 10 s, 20 s … at most 10 minutes, for a day.
    static func state(of notice: Notice, after error: MessengerError, now: Date) -> Notice.State {
        guard case .pending(let attempts, _) = notice.state else { return notice.state }
        if now.timeIntervalSince(notice.createdAt) > 86_400 || error.code == .invalidMessage {
            return .failed(reason: error.message, at: now)
        }
        let pause = min(5 * Double(1 << min(attempts, 10)), 600)
        return .pending(attempts: attempts + 1, notBefore: now.addingTimeInterval(pause))
    }
}

extension MessengerError {
    /// Whether trying again would not help as long as this recipient is meant.
    fileprivate var isAboutTheRecipient: Bool {
        switch code {
        case .notFound, .notMember, .unreachable: true
        case .invalidMessage, .unauthorized, .unavailable: false
        }
    }
}

extension Message {
    fileprivate func undeliverable(to recipient: String, because error: MessengerError) -> Message {
        var message = self
        let note: RichText = "This was for \(code: recipient), whom I cannot reach: \(error.message)"
        message.blocks.insert(.note(note), at: 0)
        message.summary += " (\(note.plain))"
        return message
    }
}
