import CloudTrailCore
import FoundationEssentials

/// Tickets that nobody has to ask for: one for each root cause, and for all of its regions whose tickets go to the same project.
struct AutomaticTickets {
    /// Who is said to have asked for them.
    static let asker = "Trailwatch"
    /// What belongs to one cause is found within minutes, and makes one ticket instead of a ticket and many comments: it is
    /// waited for until nothing more came for so long …
    static let gathering: TimeInterval = 60
    /// … but not for longer than this.
    static let longestGathering: TimeInterval = 900

    let playbook: Playbook

    /// The issue as it is to be stored: with the wish for a ticket, where it should have one and has none. Its identity is chosen
    /// when the ticket is opened.
    func wanting(_ issue: Issue, at now: Date) -> Issue {
        guard playbook.tickets?.opening == .automatic, issue.status == .open, issue.ticket == .none,
            // The news of a change alone is no work for anybody.
            !issue.findings.standing.isEmpty,
            playbook.ownership(of: issue.place.account).jiraProject != nil
        else { return issue }
        var issue = issue
        issue.ticket = .intended(identity: "", by: Self.asker, at: now)
        return issue
    }

    /// The places of each ticket that is due, those included that have it already: new ones join them. The message about
    /// them is waited for as well, so that the ticket can point at it.
    func due(_ issues: [Issue], unposted: Set<AccountRegion> = [], at now: Date) -> [[AccountRegion]] {
        groups(of: issues.filter { !$0.isOver && $0.ticket != .none }).compactMap { group in
            let waiting = group.compactMap(\.waitsSince)
            guard let first = waiting.min(), let last = waiting.max() else { return nil }
            let isComplete =
                now.timeIntervalSince(last) >= Self.gathering && !group.allSatisfy { unposted.contains($0.place) }
            guard isComplete || now.timeIntervalSince(first) >= Self.longestGathering else { return nil }
            return group.map(\.place).sorted()
        }
    }

    /// By project and parent ticket, those that share a cause, directly or through others.
    private func groups(of issues: [Issue]) -> [[Issue]] {
        let owned = Dictionary(grouping: issues) { issue in
            let owner = playbook.ownership(of: issue.place.account)
            return [owner.jiraProject ?? "", owner.jiraParentTicket ?? ""]
        }
        return owned.values.flatMap { Self.connected($0) }.sorted { $0[0].place < $1[0].place }
    }

    private static func connected(_ issues: [Issue]) -> [[Issue]] {
        var groups: [(causes: Set<RootCause>, issues: [Issue])] = []
        for issue in issues.sorted(by: { $0.place < $1.place }) {
            var joined = (causes: issue.causes, issues: [issue])
            groups.removeAll { group in
                guard !group.causes.isDisjoint(with: issue.causes) else { return false }
                joined = (joined.causes.union(group.causes), group.issues + joined.issues)
                return true
            }
            groups.append(joined)
        }
        return groups.map { $0.issues.sorted { $0.place < $1.place } }
    }
}

extension Issue {
    /// When a ticket was wished for whose identity is not chosen yet.
    fileprivate var waitsSince: Date? {
        if case .intended("", _, let date, _) = ticket { date } else { nil }
    }

    var isWaitingForTicket: Bool { !isOver && waitsSince != nil }
}
