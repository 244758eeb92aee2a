import CloudTrailCore
import Synchronization

/// What was read of accounts' tags. Each refresh reads those of new accounts, and anew the oldest of the others: all of them in a
/// day where there is a refresh an hour, however many there are.
final class TagMemory: Sendable {
    /// Of how many refreshes each reads an account's tags anew.
    static let cycle = 24
    /// So few cost little enough to be read each time.
    static let least = 100

    private struct State {
        var tags: [AccountID: (tags: [String: String], read: Int)] = [:]
        var reads = 0
    }

    private let state = Mutex(State())

    /// Whose tags are to be read, the new accounts' first; what is known of others is forgotten.
    func due(of accounts: Set<AccountID>) -> [AccountID] {
        state.withLock { state in
            state.tags = state.tags.filter { accounts.contains($0.key) }
            let new = accounts.filter { state.tags[$0] == nil }.sorted()
            let old = state.tags.sorted { $0.value.read < $1.value.read }.map(\.key)
            let share = max(Self.least, (accounts.count + Self.cycle - 1) / Self.cycle)
            return new + old.prefix(max(share - new.count, 0))
        }
    }

    func remember(_ tags: [String: String], of account: AccountID) {
        state.withLock { state in
            state.reads += 1
            state.tags[account] = (tags, state.reads)
        }
    }

    func known(of account: AccountID) -> [String: String] { state.withLock { $0.tags[account]?.tags ?? [:] } }
}
