import CloudTrailCore
import Synchronization

/// Issues as they were decoded last: a list of hundreds would spend its time on decoding what did not change. A version is
/// written once and never changed, so an issue of the same place and version is the same.
final class IssueCache: Sendable {
    struct Key: Hashable, Sendable {
        var account: String
        var region: String
        var version: Int
    }

    /// A few megabytes at most.
    private static let most = 1000

    private struct State {
        var issues: [Key: Issue] = [:]
        /// The list that was asked for last, which is mostly the one that is asked for next.
        var last: (keys: [Key], issues: [Issue]) = ([], [])
    }

    private let state = Mutex(State())

    /// In the order of the keys; nil when one is not there.
    func list(_ keys: [Key]) -> [Issue]? {
        state.withLock { state in
            if state.last.keys == keys { return state.last.issues }
            let found = keys.compactMap { state.issues[$0] }
            guard found.count == keys.count else { return nil }
            state.last = (keys, found)
            return found
        }
    }

    /// In the order of the keys, nil for those that are not there.
    func issues(_ keys: [Key]) -> [Issue?] {
        state.withLock { state in keys.map { state.issues[$0] } }
    }

    /// Takes the place of what was there: what is asked for often comes back soon.
    func keep(_ found: [(Key, Issue)]) {
        guard found.count <= Self.most else { return }
        state.withLock { state in
            if state.issues.count + found.count > Self.most { state.issues = [:] }
            for (key, issue) in found { state.issues[key] = issue }
        }
    }

    /// For what is written over without a new version.
    func forget() {
        state.withLock { $0 = State() }
    }
}
