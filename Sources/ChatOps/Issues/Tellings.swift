import CloudTrailCore
import FoundationEssentials

/// Whom the bot told of an issue, when, and what came of it.
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

    private func line(_ notice: Notice) -> RichText {
        "\(Moment.text(notice.createdAt)) \(recipient: notice.recipient): \(notice.event.told) – \(notice.outcome)"
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
        case .pending(0, let time): time > createdAt ? "waits until \(Moment.text(time))" : "on its way"
        case .pending(let attempts, let time): "not delivered yet (\(attempts) tried, next \(Moment.text(time)))"
        }
    }
}
