import CloudTrailCore
import FoundationEssentials
import Logging

/// Works off the outbox: delivers each notice, and keeps the ones that could not be delivered.
public struct NoticeCourier: Sendable {
    let store: any Outbox
    let delivery: AlertDelivery
    let floods: Floods
    private let book: IssueBook
    let playbook: Playbook
    let now: @Sendable () -> Date
    private let log: Logger

    public init(
        store: any Outbox, messenger: any Messenger, book: IssueBook, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.store = store
        self.book = book
        self.playbook = playbook
        self.now = now
        self.log = log
        floods = Floods(limit: playbook.floodLimit)
        delivery = AlertDelivery(store: store, messenger: messenger, playbook: playbook, now: now, log: log)
    }

    /// A second is nothing to a person, and makes one message of what happens to many regions at once.
    private static let gathering = Duration.seconds(1)

    /// Delivers until the task is cancelled; `doorbell` rings when there is something new.
    public func run(doorbell: Doorbell, clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await doorbell.wait(atMost: await deliverDue(), clock: clock)
            try? await clock.sleep(for: Self.gathering)
        }
    }

    /// Delivers what is due, and answers how long there is nothing more to do.
    func deliverDue() async -> Duration {
        do throws(StoreError) {
            var (large, crowded): (Set<AlertSubject>, Set<String>) = ([], [])
            while case let due = try await store.dueNotices(at: now(), limit: 1000), !due.isEmpty, !Task.isCancelled {
                let ready = try await withoutWaiting(due)
                for (subject, count) in Dictionary(grouping: ready, by: \.subject).mapValues(\.count)
                where count > Self.listedFrom { large.insert(subject) }
                crowded.formUnion(try await deliver(ready))
            }
            try await shareFiles(of: large, crowded: crowded)
            guard let next = try await store.nextNoticeDue() else { return .seconds(60) }
            return .seconds(min(max(next.timeIntervalSince(now()), 0.05), 60))
        } catch {
            log.error("The outbox could not be worked off.", metadata: ["reason": "\(error)"])
            return .seconds(5)
        }
    }

    /// Puts off what has to wait for the end of the quiet hours, and answers the others.
    private func withoutWaiting(_ due: [Notice]) async throws(StoreError) -> [Notice] {
        guard let quiet = playbook.quiet else { return due }
        let moment = now()
        let waiting = due.compactMap { notice in
            notice.canWait ? quiet.end(for: notice.issue.severity, at: moment).map { notice.waiting(until: $0) } : nil
        }
        guard !waiting.isEmpty else { return due }
        try await store.save(waiting, thread: nil)
        let held = Set(waiting.map(\.id))
        // What is about the same is not to overtake it.
        let lines = Set(waiting.map(\.line))
        return due.filter { !held.contains($0.id) && !lines.contains($0.line) }
    }

    /// Recipients side by side, the gravest of each first; all news of one subject in one go. Answers who got more than messages
    /// of their own can tell.
    private func deliver(_ due: [Notice]) async throws(StoreError) -> Set<String> {
        let outcomes = await withTaskGroup(of: Result<String?, StoreError>.self) { group in
            for (recipient, notices) in Dictionary(grouping: due, by: \.recipient) {
                group.addTask {
                    await Result { () async throws(StoreError) in
                        try await deliver(notices, to: recipient) ? nil : recipient
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return Set(try outcomes.map { (outcome) throws(StoreError) in try outcome.get() }.compactMap(\.self))
    }

    /// Whether every subject was told in a message of its own.
    private func deliver(_ notices: [Notice], to recipient: String) async throws(StoreError) -> Bool {
        var rest: [(notices: [Notice], issues: [Issue])] = []
        for (subject, notices) in notices.bySubject where !Task.isCancelled {
            let begun = notices.map { $0.begun(at: now()) }
            if let crowded = try await deliver(begun, of: subject) { rest.append((begun, crowded)) }
        }
        if !rest.isEmpty { try await deliver(rest, to: recipient) }
        return rest.isEmpty
    }

    /// The attempt is stored before it is made: a store that cannot be written must not repeat the same post for ever. Answers the
    /// issues of what is to be told with others.
    private func deliver(_ begun: [Notice], of subject: AlertSubject) async throws(StoreError) -> [Issue]? {
        try await store.save(begun, thread: nil)
        let admit: @Sendable () -> Bool = { floods.admit(subject.recipient, at: now()) }
        // Unstructured, since a post that was begun must be remembered even at shutdown; awaited, so it has an owner.
        let outcome = await Task { await Result { try await delivery.deliver(begun, of: subject, admit: admit) } }.value
        let moment = now()
        switch outcome {
        case .success(.unneeded):
            try await store.save(begun.map { $0.with(.unneeded(at: moment)) }, thread: nil)
        case .success(.shown(let thread)):
            try await settle(begun, as: .delivered(thread.message, at: moment), thread)
        case .success(.crowded(let issues)): return issues
        case .failure(let error): try await postpone(begun, because: error)
        }
        return nil
    }

    func settle(
        _ notices: [Notice], as state: Notice.State, _ thread: AlertThread? = nil
    ) async throws(StoreError) {
        try await store.save(notices.map { $0.with(state) }, thread: thread)
        if case .delivered(let message, _) = state {
            log.debug(
                "Told.",
                metadata: [
                    "recipients": .array(Set(notices.map(\.recipient)).sorted().map { "\($0)" }),
                    "message": "\(message.channel) \(message.id)",
                    "news": .array(notices.map { "\($0.event.rawValue) \($0.issue.place)" }),
                ])
        }
        for notice in notices where notice.event.isNews { await bookTold(notice) }
    }

    func postpone(_ notices: [Notice], because error: any Error) async throws(StoreError) {
        if let error = error as? StoreError { throw error }
        let reason = (error as? MessengerError) ?? MessengerError(.unavailable, "\(error)")
        log.error(
            "A notice was not delivered.",
            metadata: ["notice": "\(notices[0].id)", "recipient": "\(notices[0].recipient)", "reason": "\(reason)"])
        let moment = now()
        try await store.save(notices.map { $0.with(Self.state(of: $0, after: reason, now: moment)) }, thread: nil)
    }

    private func bookTold(_ notice: Notice) async {
        do throws(StoreError) { try await book.told(notice) } catch {
            log.error(
                "It was not noted that an issue was told.", metadata: ["notice": "\(notice.id)", "reason": "\(error)"])
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

extension [Notice] {
    /// By subject, the gravest first, else in the order in which the subjects first occur.
    fileprivate var bySubject: [(AlertSubject, [Notice])] {
        let groups = Dictionary(grouping: self, by: \.subject).mapValues { notices in
            (notices: notices, severity: notices.map(\.issue.severity).max() ?? .low)
        }
        let ordered = map(\.subject).once.enumerated().sorted { left, right in
            let severities = (groups[left.element]!.severity, groups[right.element]!.severity)
            return severities.0 != severities.1 ? severities.0 > severities.1 : left.offset < right.offset
        }
        return ordered.map { ($0.element, groups[$0.element]!.notices) }
    }
}

extension Notice {
    /// The news that is told in its order.
    fileprivate struct Line: Hashable {
        let subject: AlertSubject
        let place: AccountRegion
    }

    fileprivate var line: Line { Line(subject: subject, place: issue.place) }

    /// Attempts begun so far.
    var attempts: Int { if case .pending(let attempts, _) = state { attempts } else { 0 } }

    /// The time after the last attempt in which no other is made.
    fileprivate var pause: TimeInterval { min(5 * Double(1 << min(max(attempts - 1, 0), 10)), 600) }

    /// As it stays should the process be killed in the attempt.
    fileprivate func begun(at now: Date) -> Notice {
        let counted = with(.pending(attempts: attempts + 1, notBefore: now))
        return counted.with(.pending(attempts: counted.attempts, notBefore: now.addingTimeInterval(counted.pause)))
    }

    fileprivate func waiting(until moment: Date) -> Notice {
        with(.pending(attempts: attempts, notBefore: moment))
    }

    fileprivate func with(_ state: State) -> Notice {
        var notice = self
        notice.state = state
        return notice
    }
}
