import CloudTrailCore
import FoundationEssentials

/// How things stand, for all who look: the store is read through at most once a minute, and between times only where something
/// changed.
actor PostureBoard {
    /// How long it may not show what others changed, or what changed in very many places.
    static let age: TimeInterval = 60

    private let store: any Store
    private let playbook: Playbook
    private let changes: ChangedPlaces
    private let now: @Sendable () -> Date
    private var issues: [AccountRegion: Issue] = [:]
    private var readAt = Date.distantPast
    private var reading: Task<Posture, any Error>?

    init(store: any Store, playbook: Playbook, changes: ChangedPlaces, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.playbook = playbook
        self.changes = changes
        self.now = now
    }

    /// Askers at the same time share one reading.
    func posture() async throws -> Posture {
        if let reading { return try await reading.value }
        let task = Task { try await self.read() }
        reading = task
        defer { reading = nil }
        return try await task.value
    }

    private func read() async throws(StoreError) -> Posture {
        let moment = now()
        let changed = changes.take()
        if moment.timeIntervalSince(readAt) >= Self.age {
            let all = try await store.issues(matching: IssueFilter())
            issues = Dictionary(all.map { ($0.place, $0) }) { $1 }
            readAt = moment
        } else if case .these(let places) = changed {
            try await look(at: places)
        }
        return Posture(
            lastScan: try await store.latestScan(), issues: issues.values.sorted { $0.place < $1.place },
            accountDoubt: playbook.watched.doubt)
    }

    private func look(at places: Set<AccountRegion>) async throws(StoreError) {
        do throws(StoreError) {
            for place in places { issues[place] = try await store.issue(at: place) }
        } catch {
            for place in places { changes.add(place) }
            throw error
        }
    }
}
