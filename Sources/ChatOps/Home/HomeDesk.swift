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
        var conversation: Conversation
        var at: Date
        var shown: Message
    }

    private let messenger: any Messenger
    private let clearances: Clearances
    private let playbook: Playbook
    private let changes: ChangedPlaces
    private let board: PostureBoard
    private let now: @Sendable () -> Date
    private let log: Logger
    private var visits: [PersonID: Visit] = [:]

    public init(
        store: any Store, messenger: any Messenger, clearances: Clearances, playbook: Playbook,
        changes: ChangedPlaces, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.messenger = messenger
        self.clearances = clearances
        self.playbook = playbook
        self.changes = changes
        board = PostureBoard(store: store, playbook: playbook, changes: changes, now: now)
        self.now = now
        self.log = log
    }

    /// Shows somebody their home, or why it shows nothing.
    func open(by person: Person, in conversation: Conversation) async throws {
        if try await isRefused(person, in: conversation) { return }
        let message = page(try await board.posture(), person)
        try await messenger.publishHome(message, for: person.id)
        remember(Visit(conversation: conversation, at: now(), shown: message), of: person.id)
    }

    /// Keeps homes up to date until the task is cancelled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await changes.bell.wait(atMost: Self.patience, clock: clock)
            try? await clock.sleep(for: Self.pause)
            await refresh()
        }
    }

    /// Publishes the homes that would show something else now, each by itself.
    func refresh() async {
        let oldest = now().addingTimeInterval(-Self.life)
        visits = visits.filter { $0.value.at >= oldest }
        guard !visits.isEmpty else { return }
        do {
            let posture = try await board.posture()
            for id in visits.keys { await refresh(id, posture) }
        } catch {
            log.warning("The homes were not brought up to date.", metadata: ["reason": "\(error)"])
        }
    }

    private func refresh(_ id: PersonID, _ posture: Posture) async {
        do {
            let person = try await messenger.anybody(id)
            guard let conversation = visits[id]?.conversation,
                try await !isRefused(person, in: conversation)
            else { return }
            let message = page(posture, person)
            guard let visit = visits[id], visit.shown != message else { return }
            try await messenger.publishHome(message, for: id)
            // Who was refused meanwhile is not to be left with what was on its way.
            guard visits[id] != nil else { return _ = try await isRefused(person, in: conversation) }
            visits[id]?.shown = message
        } catch {
            log.warning(
                "A home was not brought up to date.", metadata: ["person": "\(id.rawValue)", "reason": "\(error)"])
            if (error as? MessengerError)?.isFinal ?? false { visits[id] = nil }
        }
    }

    /// Whether somebody may not look, or not any more, and is shown why.
    private func isRefused(_ person: Person, in conversation: Conversation) async throws -> Bool {
        do {
            try await clearances.check(person, may: .status, named: "This page", in: conversation)
            return false
        } catch let refusal as Refusal {
            visits[person.id] = nil
            try await messenger.publishHome(refusal.message, for: person.id)
            return true
        }
    }

    private func page(_ posture: Posture, _ person: Person) -> Message {
        HomePage(posture: posture, person: person, playbook: playbook, now: now()).message
    }

    private func remember(_ visit: Visit, of person: PersonID) {
        if visits.count >= Self.most, visits[person] == nil, let oldest = visits.min(by: { $0.value.at < $1.value.at })
        {
            visits[oldest.key] = nil
        }
        visits[person] = visit
    }
}
