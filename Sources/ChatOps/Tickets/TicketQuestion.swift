import CloudTrailCore
import FoundationEssentials

/// What to ask where a ticket was closed although its issue is still open: a decision that only people can take.
struct TicketQuestion {
    let issue: Issue
    let ticket: Ticket
    let status: TicketStatus
    let playbook: Playbook

    /// nil where the tracker and the issue agree, or the question was asked before.
    init?(_ issue: Issue, _ status: TicketStatus, playbook: Playbook) {
        guard issue.status == .open, let ticket = issue.ticket.ticket, status.standing != .open else { return nil }
        self.issue = issue
        self.ticket = ticket
        self.status = status
        self.playbook = playbook
        // Until the ticket was told the latest of the issue, it is not for people to answer.
        guard status.updates.contains(TicketNews.id(of: issue)), !status.updates.contains(id) else { return nil }
    }

    /// One for each time that the ticket is closed.
    private var id: String {
        let closing = status.closedAt ?? issue.timestamps.updated
        return "\(issue.place)@\(Int(closing.timeIntervalSince1970))-asked"
    }

    /// The note under the ticket by which the question is known to be asked.
    var update: TicketUpdate {
        TicketUpdate(
            id: id,
            comment: [
                .paragraph(
                    "This ticket was closed (\(status.words)), and as far as Trailwatch saw, CloudTrail is still \(issue.findings.kinds) in \(place). The owners were asked in chat what is right."
                )
            ])
    }

    var message: Message {
        let headline = "\(ticket.key) is closed, but CloudTrail is still \(issue.findings.kinds)"
        return Message(
            summary: "\(headline): \(place.plain).",
            blocks: [
                .heading(headline),
                .paragraph(
                    "\(link: ticket.key, ticket.url) stands at \(bold: status.words) in JIRA: \(place). \(request)"),
                .buttons([
                    Button("Scan again", .scan(issue.place), style: .primary),
                    Button("Whitelist…", .whitelist(issue.place)),
                ]),
            ])
    }

    private var place: RichText { "\(playbook.account(issue.place.account).title) \(code: issue.place.region)" }

    private var request: RichText {
        switch status.standing {
        case .declined(let until?):
            "If the risk is accepted, until \(bold: Moment.text(until)) by the ticket's due date, an approver may whitelist it."
        case .declined(nil): "If the risk is accepted, an approver may whitelist it."
        case .open, .done: "If it is mended, let me look again."
        }
    }
}
