import CloudTrailCore
import FoundationEssentials

/// Whom the bot told of an issue, or of several, when, and what came of it.
struct Tellings {
    private static let most = 20

    /// Oldest first.
    let notices: [Notice]

    var blocks: [Message.Block] {
        guard !notices.isEmpty else { return [] }
        let lines = notices.suffix(Self.most).map(line)
        let more = notices.count - lines.count
        return [.paragraph("\(bold: "Whom I told")"), .list(lines)]
            + (more > 0 ? [.note("and \(more) before these")] : [])
    }

    /// The newest first, each with where it was; what was told together is one line.
    func latest(_ count: Int, _ playbook: Playbook) -> [RichText] {
        let newestFirst = notices.sorted { ($1.createdAt, $0.id) < ($0.createdAt, $1.id) }
        return newestFirst.grouped(by: Occasion.init).prefix(count).map { _, group in
            line(of: group[0]) + ": " + "\(where: Set(group.map(\.issue.place)).sorted(), playbook)"
        }
    }

    /// What makes notices one telling: to somebody, of something, with the same outcome.
    private struct Occasion: Hashable {
        let subject: AlertSubject
        let event: IssueEvent
        let outcome: String

        init(_ notice: Notice) {
            (subject, event, outcome) = (notice.subject, notice.event, notice.outcome)
        }
    }

    private func line(of notice: Notice) -> RichText {
        "\(Moment.text(notice.createdAt)) \(recipient: notice.recipient): \(notice.event.told) – \(notice.outcome)"
    }
}

extension Outbox {
    /// The notices of so many issues of an account, or of all: of those in which something happened last, for there is no notice
    /// without an entry in the history of its issue.
    func notices(
        ofTheLatest count: Int, about account: AccountID?
    ) async throws(StoreError) -> (notices: [Notice], isAll: Bool) {
        let issues = try await issues(matching: IssueFilter(accounts: Set([account].compactMap(\.self))))
        let latest = issues.map { (at: $0.history.entries.last?.at ?? .distantPast, place: $0.place) }
            .sorted { $0.at > $1.at }.prefix(count)
        var found: [Notice] = []
        for (_, place) in latest { found += try await notices(about: place) }
        return (found, issues.count <= count)
    }
}

extension IssueEvent {
    /// What was to be told, in a word or two.
    fileprivate var told: String {
        switch self {
        case .opened: "first news"
        case .changed, .acknowledged, .snoozed, .released, .whitelisted, .worsened, .reopened, .assigned, .resolved,
            .escalated:
            rawValue
        case .snoozeEnded: "the snooze ended"
        case .whitelistExpired: "the whitelist entry ended"
        case .settled: "settled by itself"
        case .ticketed: "ticket"
        case .reminded: "reminder"
        }
    }
}

extension Notice {
    /// What came of it.
    var outcome: String {
        switch state {
        case .delivered(_, let time): "delivered \(Moment.text(time))"
        case .unneeded: "not needed"
        case .failed(let reason, let time): "given up \(Moment.text(time)): \(reason)"
        case .resting(_, let time): "waits until \(Moment.text(time))"
        case .pending(0, let time): time > createdAt ? "waits until \(Moment.text(time))" : "on its way"
        case .pending(let attempts, let time): "not delivered yet (\(attempts) tried, next \(Moment.text(time)))"
        }
    }
}
