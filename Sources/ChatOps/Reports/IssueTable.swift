import CloudTrailCore
import FoundationEssentials

/// Issues as a table for spreadsheets: one row each, times in ISO 8601.
struct IssueTable {
    private static let header = [
        "account_id", "account_name", "region", "status", "severity", "findings", "first_seen", "last_change",
        "resolved", "acknowledged_by", "snoozed_until", "assigned_to", "owners", "ticket", "ticket_url",
    ]

    private var table = CSVTable(header: Self.header)
    private let playbook: Playbook

    init(_ issues: [Issue], playbook: Playbook) {
        self.playbook = playbook
        for issue in issues { table.add(cells(of: issue)) }
    }

    var data: Data { table.data }

    private func cells(of issue: Issue) -> [String] {
        let times = issue.timestamps
        let ticket = issue.ticket.ticket
        var (person, end) = ("", "")
        switch issue.state {
        case .acknowledged(let by): person = by
        case .snoozed(let until, let by, _): (person, end) = (by, until.ISO8601Format())
        case .open, .whitelisted, .resolved, .closed: break
        }
        return [
            issue.place.account.rawValue, playbook.account(issue.place.account).name ?? "",
            issue.place.region.rawValue, issue.status.rawValue, issue.severity.rawValue, issue.findings.sentence,
            times.identified.ISO8601Format(), times.updated.ISO8601Format(), times.resolved?.ISO8601Format() ?? "",
            person, end, issue.assignee ?? "", playbook.recipients(of: issue).joined(separator: "; "),
            ticket?.key ?? "", ticket?.url ?? "",
        ]
    }
}
