import CloudTrailCore
import FoundationEssentials

/// What becomes of news about a subject: a message of its own, or an update of the one that is there and a word in its thread.
enum AlertPlan {
    enum Way: Hashable {
        /// There is no message, and nothing that would be worth one.
        case none
        case post
        /// Replace the message; `reply` says in its thread what is new.
        case update(reply: AlertReply?)
    }

    /// A wave that is still growing shows in the message; the thread says so only now and then.
    static let growth: TimeInterval = 15 * 60
    /// What falls due together may come in several parts.
    static let burst: TimeInterval = 2 * 60
    /// What comes back within this time after its end goes on in the same thread.
    static let reopenWindow = Lifecycle().reopenWindow

    /// Whether what is new belongs to a message that is there, and does not begin another story.
    static func goesOn(_ kept: any KeptMessage, at now: Date) -> Bool {
        now.timeIntervalSince(kept.endedAt ?? now) <= reopenWindow
    }

    static func way(for notices: [Notice], in kept: (any KeptMessage)?, isOver: Bool, now: Date) -> Way {
        guard let thread = kept, goesOn(thread, at: now) else {
            return notices.contains { $0.event.isNews } ? .post : .none
        }
        let graver = thread.loudest.flatMap { loudest in
            notices.filter { $0.event == .opened }.map(\.issue.severity).max().flatMap { $0 > loudest ? $0 : nil }
        }
        let quietSince = max(thread.openedAt, thread.repliedAt ?? .distantPast)
        let isGrowing = now.timeIntervalSince(quietSince) < growth
        let nudgedAt = max(thread.openedAt, thread.nudgedAt ?? .distantPast)
        let isNudged = now.timeIntervalSince(nudgedAt) < burst
        let told = notices.filter { notice in
            switch notice.event {
            case .opened: !(isGrowing && thread.endedAt == nil) || notice.issue.severity == graver
            // As long as others are in trouble, the message itself shows which are not any more.
            case .resolved: isOver && thread.endedAt == nil
            case .settled: false
            case .reminded, .escalated: !isNudged
            default: true
            }
        }
        return .update(reply: told.isEmpty ? nil : AlertReply(notices: told, isOver: isOver, graver: graver))
    }
}

/// What is said in a thread: what happened, and where.
struct AlertReply: Hashable {
    let notices: [Notice]
    let isOver: Bool
    /// How grave something is that joined what was less grave.
    var graver: Severity?

    /// Whether it says that nobody is on it.
    var isNudge: Bool { notices.contains { $0.event == .reminded || $0.event == .escalated } }

    func message(_ playbook: Playbook) -> Message {
        var groups: [(event: IssueEvent, notices: [Notice])] = []
        for notice in notices {
            if let index = groups.firstIndex(where: { $0.event == notice.event }) {
                groups[index].notices.append(notice)
            } else {
                groups.append((notice.event, [notice]))
            }
        }
        let lines = groups.flatMap { self.lines($0.event, $0.notices, playbook) }
        if lines.count == 1 { return .text(lines[0]) }
        return Message(summary: lines.map(\.plain).joined(separator: "\n"), blocks: [.list(lines)])
    }

    /// What is no longer of this cause may be in trouble for another one: that is not said to work.
    private func lines(_ event: IssueEvent, _ notices: [Notice], _ playbook: Playbook) -> [RichText] {
        let broken = event == .resolved ? notices.filter { Issue.Status.standing.contains($0.issue.status) } : []
        guard !broken.isEmpty else { return [line(event, notices, playbook)] }
        let findings = listed(broken.flatMap(\.issue.findings).map(\.sentence).once, atMost: 3, by: "; ")
        let places = Set(broken.map(\.issue.place)).sorted()
        let now: RichText =
            "\(bold: "Not mended, but of another cause now:") \(where: places, playbook): \(findings.shortened(to: 500))."
        let mended = notices.filter { !Issue.Status.standing.contains($0.issue.status) }
        guard !mended.isEmpty else { return [now] }
        return [now, "\(bold: "Works again:") \(where: Set(mended.map(\.issue.place)).sorted(), playbook)."]
    }

    private func line(_ event: IssueEvent, _ notices: [Notice], _ playbook: Playbook) -> RichText {
        let places = Set(notices.map(\.issue.place)).sorted()
        let names: RichText = "\(where: places, playbook)"
        let last = notices[notices.count - 1].issue
        switch event {
        case .opened:
            let grave = graver.map { ", and graver (\($0.rawValue))" } ?? ""
            return "\(bold: event.headline)\(grave): \(names)."
        case .resolved where isOver: return "\(bold: "Works again") everywhere: \(names)."
        case .changed: return "\(bold: "Changed:") \(names): \(last.findings.sentence)."
        case .assigned:
            let entry = last.history.entries.last { $0.what == .assigned }
            let person = entry?.by.map { " by \($0)" } ?? ""
            return "\(bold: event.headline) to \(recipient: last.assignee ?? "nobody")\(person): \(names)."
        case .reminded:
            let since = notices.compactMap(\.issue.unattendedSince).min().map { " since \(Moment.text($0))" } ?? ""
            return "\(bold: event.headline)\(since): \(names)."
        case .escalated:
            let told = listed(last.escalations, atMost: 10)
            return "\(bold: event.headline) (\(told)): \(names)."
        case .acknowledged, .snoozed, .released, .whitelisted:
            let person = last.history.entries.last?.by.map { " by \($0)" } ?? ""
            return "\(bold: event.headline)\(Self.end(of: last))\(person): \(names)\(Self.reason(of: last))."
        default: return "\(bold: event.headline): \(names)."
        }
    }

    private static func end(of issue: Issue) -> String {
        switch issue.state {
        case .snoozed(let until, _, _): " until \(Moment.end(until))"
        case .whitelisted: issue.acceptance?.entry.until.map { " until \(Moment.end($0))" } ?? ""
        default: ""
        }
    }

    private static func reason(of issue: Issue) -> String {
        guard issue.state == .whitelisted, let reason = issue.acceptance?.entry.reason else { return "" }
        return ", because \(reason.shortened(to: 500))"
    }
}

extension IssueEvent {
    /// In a word or two, as the beginning of a sentence.
    var headline: String {
        switch self {
        case .opened: "Also affected"
        case .changed: "Changed"
        case .worsened: "Worse than what was accepted"
        case .reopened: "Again"
        case .acknowledged: "Acknowledged"
        case .snoozed: "Snoozed"
        case .snoozeEnded: "The snooze is over, and it is still there"
        case .released: "Open again"
        case .whitelisted: "Whitelisted"
        case .whitelistExpired: "The whitelist entry ended, and it is still there"
        case .resolved: "Works again"
        case .settled: "Nothing is wrong"
        case .ticketed: "Ticket opened"
        case .assigned: "Assigned"
        case .reminded: "Still open, and nobody is on it"
        case .escalated: "Nobody is on it, so others are told"
        }
    }
}
