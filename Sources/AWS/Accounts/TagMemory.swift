import CloudTrailCore
import FoundationEssentials
import Synchronization

/// What was read of accounts' tags. Each refresh reads those of new accounts, and anew those that are a day old and some of the
/// others, the oldest first, so that refreshes within a day share the work.
final class TagMemory: Sendable {
    /// The share of one refresh: there is one an hour unless the configuration says otherwise.
    static let cycle = 24
    /// A little less than a day, since a refresh takes its time: one a day reads them all.
    static let life: TimeInterval = 23 * 3600
    /// So few cost little enough to be read each time.
    static let least = 100

    private struct State {
        var tags: [AccountID: (tags: [String: String], read: Date)] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// Whose tags are to be read, the new accounts' first; what is known of others is forgotten.
    func due(of accounts: Set<AccountID>) -> [AccountID] {
        state.withLock { state in
            state.tags = state.tags.filter { accounts.contains($0.key) }
            let new = accounts.filter { state.tags[$0] == nil }.sorted()
            let old = state.tags.sorted { ($0.value.read, $0.key) < ($1.value.read, $1.key) }
            let share = max(Self.least, (accounts.count + Self.cycle - 1) / Self.cycle)
            let outdated = old.count { now().timeIntervalSince($0.value.read) >= Self.life }
            return new + old.prefix(max(share - new.count, outdated)).map(\.key)
        }
    }

    func remember(_ tags: [String: String], of account: AccountID) {
        state.withLock { $0.tags[account] = (tags, now()) }
    }

    func known(of account: AccountID) -> [String: String] { state.withLock { $0.tags[account]?.tags ?? [:] } }
}
