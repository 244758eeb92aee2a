import CloudTrailCore
import FoundationEssentials
import Logging

/// Shows people their home when they open it, and keeps the homes of those who did so lately up to date.
public actor HomeDesk {
    /// Whoever opens it later gets it anew anyway.
    static let life: TimeInterval = 3600
    /// More homes are not kept up to date than the chat takes in two minutes.
    static let most = 200
    /// So long after a change is waited for others, and so often is looked for changes that others made.
    private static let pause = Duration.seconds(5)
    private static let patience = Duration.seconds(60)

    private struct Visit {
        var person: Person
        var at: Date
        var shown: Message
    }

    private let store: any Store
    private let messenger: any Messenger
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger
    private var visits: [PersonID: Visit] = [:]

    public init(
        store: any Store, messenger: any Messenger, playbook: Playbook, now: @escaping @Sendable () -> Date,
        log: Logger
    ) {
        self.store = store
        self.messenger = messenger
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// For somebody who may look.
    func open(by person: Person) async throws {
        let posture = try await Posture(store: store, playbook: playbook)
        try await show(posture, to: person, at: now())
    }

    /// What somebody sees who may not look.
    func refuse(_ refusal: Refusal, to person: PersonID) async throws(MessengerError) {
        visits[person] = nil
        try await messenger.publishHome(refusal.message, for: person)
    }

    /// Keeps homes up to date until the task is cancelled. `changes` rings when an issue was stored.
    public func run(changes: Doorbell, clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await changes.wait(atMost: Self.patience, clock: clock)
            try? await clock.sleep(for: Self.pause)
            await refresh()
        }
    }

    /// Publishes the homes that would show something else now.
    func refresh() async {
        let oldest = now().addingTimeInterval(-Self.life)
        visits = visits.filter { $0.value.at >= oldest }
        guard !visits.isEmpty else { return }
        do {
            let posture = try await Posture(store: store, playbook: playbook)
            for visit in visits.values { try await show(posture, to: visit.person, at: visit.at) }
        } catch {
            log.warning("The homes were not brought up to date.", metadata: ["reason": "\(error)"])
        }
    }

    private func show(_ posture: Posture, to person: Person, at date: Date) async throws(MessengerError) {
        let message = HomePage(posture: posture, person: person, playbook: playbook, now: now()).message
        let isOpening = visits[person.id].map { $0.at != date } ?? true
        guard isOpening || visits[person.id]?.shown != message else { return }
        try await messenger.publishHome(message, for: person.id)
        if visits.count >= Self.most, visits[person.id] == nil,
            let oldest = visits.min(by: { $0.value.at < $1.value.at })
        {
            visits[oldest.key] = nil
        }
        visits[person.id] = Visit(person: person, at: date, shown: message)
    }
}
