import CloudTrailCore
import FoundationEssentials

/// What to ask where a ticket was closed although its issues are still open: a decision that only people can take.
struct TicketQuestion {
    /// In the order of their places; at least one.
    let issues: [Issue]
    let key: String
    private let url: String
    private let status: TicketStatus
    private let playbook: Playbook

    /// nil where the tracker and the issues agree, or the question was asked before.
    init?(_ closing: TicketClosing, playbook: Playbook) {
        guard closing.status.standing != .open, let first = closing.told.first, let ticket = first.ticket.ticket else {
            return nil
        }
        issues = closing.told
        key = closing.key
        url = ticket.url
        status = closing.status
        self.playbook = playbook
        guard !status.updates.contains(id) else { return nil }
    }

    /// One for each time that the ticket is closed.
    private var id: String {
        let closing = status.closedAt ?? issues[0].timestamps.updated
        return "\(issues[0].place)@\(Int(closing.timeIntervalSince1970))-asked"
    }

    /// The note under the ticket by which the question is known to be asked.
    var update: TicketUpdate {
        TicketUpdate(
            ids: [id],
            comment: [
                .paragraph(
                    "This ticket was closed (\(status.words)), and as far as Trailwatch saw, CloudTrail is still \(kinds) in \(places). The owners were asked in chat what is right."
                )
            ])
    }

    var message: Message {
        let headline = "\(key) is closed, but CloudTrail is still \(kinds)"
        return Message(
            summary: "\(headline): \(places.plain).",
            blocks: [
                .heading(headline),
                .paragraph("\(link: key, url) stands at \(bold: status.words) in JIRA: \(places). \(request)"),
                .buttons([Button("Scan again", scan, style: .primary), Button("Whitelist…", whitelist)]),
            ])
    }

    /// Several places are acted on through the alert that shows them.
    private var scan: ButtonAction { subject.map { .alert($0, .scan) } ?? .scan(issues[0].place) }
    private var whitelist: ButtonAction { subject.map { .alert($0, .whitelist) } ?? .whitelist(issues[0].place) }

    private var subject: AlertSubject? {
        guard issues.count > 1, let cause = issues[0].causes.sorted().first,
            let recipient = playbook.recipients(of: issues[0].place.account).first
        else { return nil }
        return AlertSubject(cause: cause, recipient: recipient)
    }

    private var kinds: String {
        Set(issues.flatMap(\.findings).map(\.kind.words)).sorted().joined(separator: ", ")
    }

    private var places: RichText {
        issues.count == 1
            ? "\(playbook.account(issues[0].place.account).title) \(code: issues[0].place.region)"
            : "\(where: issues.map(\.place), playbook)"
    }

    private var request: RichText {
        switch status.standing {
        case .declined(let until?):
            "The ticket's due date, \(bold: Moment.text(until)), is over: where the risk is still accepted, an approver may whitelist it."
        case .declined(nil):
            "If the risk is accepted, an approver may whitelist it; a due date on the ticket would have done the same until then."
        case .open, .done: "If it is mended, let me look again."
        }
    }
}
