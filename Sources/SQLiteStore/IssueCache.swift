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

    private let issues = Mutex<[Key: Issue]>([:])
    /// The list that was asked for last, which is mostly the one that is asked for next.
    private let last = Mutex<(keys: [Key], issues: [Issue])>(([], []))

    /// In the order of the keys; nil when one is not there.
    func list(_ keys: [Key]) -> [Issue]? {
        if let known = last.withLock({ $0.keys == keys ? $0.issues : nil }) { return known }
        let found = issues(keys).compactMap(\.self)
        guard found.count == keys.count else { return nil }
        last.withLock { $0 = (keys, found) }
        return found
    }

    /// In the order of the keys, nil for those that are not there.
    func issues(_ keys: [Key]) -> [Issue?] {
        issues.withLock { issues in keys.map { issues[$0] } }
    }

    /// Takes the place of what was there: what is asked for often comes back soon.
    func keep(_ found: [(Key, Issue)]) {
        guard found.count <= Self.most else { return }
        issues.withLock { issues in
            if issues.count + found.count > Self.most { issues = [:] }
            for (key, issue) in found { issues[key] = issue }
        }
    }

    /// For what is written over without a new version.
    func forget() {
        issues.withLock { $0 = [:] }
        last.withLock { $0 = ([], []) }
    }
}
