import CloudTrailCore
import FoundationEssentials
import Logging

/// Works off the outbox: delivers each notice, and keeps the ones that could not be delivered.
public struct NoticeCourier: Sendable {
    let store: any Outbox
    let post: AlertPost
    let playbook: Playbook
    let now: @Sendable () -> Date
    let log: Logger
    private let delivery: AlertDelivery
    private let book: IssueBook

    public init(
        store: any Outbox, messenger: any Messenger, book: IssueBook, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.store = store
        self.book = book
        self.playbook = playbook
        self.now = now
        self.log = log
        post = AlertPost(messenger: messenger, log: log)
        delivery = AlertDelivery(store: store, playbook: playbook, post: post, now: now)
    }

    /// A second is nothing to a person, and makes one message of what happens to many regions at once.
    private static let gathering = Duration.seconds(1)

    /// So many at once: a crowd that grows is updated for each such part.
    private static let part = 5000

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
            while case let due = try await store.dueNotices(at: now(), limit: Self.part), !due.isEmpty,
                !Task.isCancelled
            {
                let awake = try await withoutNamesakes(try await awake(due))
                for (subject, count) in Dictionary(grouping: awake, by: \.subject).mapValues(\.count)
                where count > Self.listedFrom { large.insert(subject) }
                crowded.formUnion(try await deliver(awake))
            }
            try await shareFiles(of: large)
            try await shareFiles(ofCrowdsOf: crowded)
            guard let next = try await store.nextNoticeDue() else { return .seconds(60) }
            return .seconds(min(max(next.timeIntervalSince(now()), 0.05), 60))
        } catch {
            log.error("The outbox could not be worked off.", metadata: ["reason": "\(error)"])
            return .seconds(5)
        }
    }

    /// Where they are told side by side, the gravest of each place first; all news of one subject in one go. Answers where more came
    /// than messages of their own can tell.
    private func deliver(_ due: [Notice]) async throws(StoreError) -> Set<String> {
        var places: [String: [Notice]] = [:]
        for (recipient, notices) in Dictionary(grouping: due, by: \.recipient) {
            places[try await detour(of: recipient) ?? recipient, default: []] += notices
        }
        let outcomes = await withTaskGroup(of: Result<String?, StoreError>.self) { group in
            for (place, notices) in places {
                group.addTask {
                    await Result { () async throws(StoreError) in
                        try await deliver(notices.inOrder, at: place) ? place : nil
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return Set(try outcomes.map { (outcome) throws(StoreError) in try outcome.get() }.compactMap(\.self))
    }

    /// Whether some were told as one. What is begun is stored before: a store that cannot be written must not repeat the same post
    /// for ever, and a post keeps its room however often it is tried.
    private func deliver(_ notices: [Notice], at place: String) async throws(StoreError) -> Bool {
        var box = try await mailbox(of: place)
        // Whoever has nobody instead, any more, is told itself.
        box.trouble = nil
        var rest: [Notice] = []
        for (subject, notices) in notices.bySubject where !Task.isCancelled && box.trouble == nil {
            let begun = notices.map { $0.begun(at: now()) }
            let plan = try await delivery.plan(begun, of: subject, in: box)
            switch plan {
            case .unneeded: try await settle(begun, as: .unneeded(at: now()))
            case .crowded: rest += begun
            case .first(let severity, _, _):
                box.begin(subject, severity, with: begun, at: now())
                try await store.save(begun, thread: nil, mailbox: box)
                try await tell(begun, of: subject, by: plan, at: place, &box)
            case .update:
                try await store.save(begun, thread: nil)
                try await tell(begun, of: subject, by: plan, at: place, &box)
            }
        }
        if !rest.isEmpty { try await deliver(rest, asOneAt: place, &box) }
        return !rest.isEmpty
    }

    private func tell(
        _ begun: [Notice], of subject: AlertSubject, by plan: AlertDelivery.Plan, at place: String,
        _ box: inout Mailbox
    ) async throws(StoreError) {
        let detour = subject.recipient == place ? nil : place
        if let detour, try await !announce(subject.recipient, in: detour, begun) { return }
        let attempt = box.attempt(at: subject, begun)
        // Unstructured, since a post that was begun must be remembered even at shutdown; awaited, so it has an owner.
        let outcome = await Task {
            await Result { () async throws(MessengerError) in
                try await delivery.carryOut(plan, begun, of: subject, attempt, detour: detour)
            }
        }.value
        switch outcome {
        case .success(nil): try await settle(begun, as: .unneeded(at: now()))
        case .success(let thread?):
            if case .first(let severity, _, _) = plan {
                box.count(subject, severity, at: now())
                try await settle(begun, as: .delivered(thread.message, at: now()), thread, box)
            } else {
                try await settle(begun, as: .delivered(thread.message, at: now()), thread)
            }
            if detour != nil, thread.rerouted == nil { try await reached(subject.recipient) }
        case .failure(let error): try await fail(begun, because: error, &box)
        }
    }

    /// What was not told goes to the operators, where they have to be told it instead, or is tried again.
    func fail(_ begun: [Notice], because error: any Error, _ box: inout Mailbox) async throws(StoreError) {
        if let trouble = try await divert(begun, because: error) {
            box.trouble = trouble
        } else {
            try await postpone(begun, because: error)
        }
    }

    func mailbox(of recipient: String) async throws(StoreError) -> Mailbox {
        var box = try await store.mailbox(of: recipient) ?? Mailbox(recipient)
        box.tidy(at: now())
        return box
    }

    func settle(
        _ notices: [Notice], as state: Notice.State, _ thread: AlertThread? = nil, _ mailbox: Mailbox? = nil
    ) async throws(StoreError) {
        try await store.save(notices.map { $0.with(state) }, thread: thread, mailbox: mailbox)
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
        let groups = grouped(by: \.subject).enumerated().map { offset, group in
            (offset: offset, group: group, severity: group.members.map(\.issue.severity).max() ?? .low)
        }
        return groups.sorted { ($1.severity, $0.offset) < ($0.severity, $1.offset) }
            .map { ($0.group.key, $0.group.members) }
    }

    /// As it happened.
    var inOrder: [Notice] {
        enumerated().sorted { left, right in
            (left.element.createdAt, left.element.issue.version, left.offset)
                < (right.element.createdAt, right.element.issue.version, right.offset)
        }.map(\.element)
    }
}

extension Notice {
    /// Attempts begun so far.
    var attempts: Int {
        switch state {
        case .pending(let attempts, _), .resting(let attempts, _): attempts
        case .delivered, .unneeded, .failed: 0
        }
    }

    /// The time after the last attempt in which no other is made.
    fileprivate var pause: TimeInterval { min(5 * Double(1 << min(max(attempts - 1, 0), 10)), 600) }

    /// As it stays should the process be killed in the attempt.
    fileprivate func begun(at now: Date) -> Notice {
        let counted = with(.pending(attempts: attempts + 1, notBefore: now))
        return counted.with(.pending(attempts: counted.attempts, notBefore: now.addingTimeInterval(counted.pause)))
    }

    func with(_ state: State) -> Notice {
        var notice = self
        notice.state = state
        return notice
    }
}
