import struct FoundationEssentials.Date

// Who is to see to an issue, and for how long nobody has.

extension Issue {
    /// Whom it is assigned to, as they are told; nil when nobody ever was in this episode.
    public var assignee: String? { history.episode.last { $0.what == .assigned }?.note }

    /// Whom it was escalated to in this episode, in order.
    public var escalations: [String] { history.episode.filter { $0.what == .escalated }.compactMap(\.note) }

    /// Those who are told of it besides its owners: whom it was assigned and escalated to in this episode.
    public var followers: [String] {
        var seen: Set<String> = []
        return history.episode.filter { $0.what == .assigned || $0.what == .escalated }.compactMap(\.note)
            .filter { seen.insert($0.lowercased()).inserted }
    }

    func isFollowed(by recipient: String) -> Bool {
        followers.contains { $0.lowercased() == recipient.lowercased() }
    }

    /// Since when it has been open, with nobody on it; nil when it is not. Told counts, or seen as long as nobody could be told.
    public var unattendedSince: Date? {
        guard status == .open else { return nil }
        let told = timestamps.reported ?? timestamps.identified
        let opened = history.last(
            .opened, .worsened, .reopened, .released, .snoozeEnded, .whitelistExpired, .whitelistRemoved, .assigned)
        return max(opened ?? told, told)
    }

    /// When it was said again since then, whether to its owners or to others.
    public var nudges: [Date] {
        guard let since = unattendedSince else { return [] }
        var moments: [Date] = []
        for entry in history.episode
        where (entry.what == .reminded || entry.what == .escalated) && entry.at >= since && entry.at != moments.last {
            moments.append(entry.at)
        }
        return moments
    }
}
