import CloudTrailCore

/// What a ticket says about an issue.
struct TicketDocument {
    let issue: Issue
    let playbook: Playbook

    /// Throws where ticket_owners.json names no project.
    func draft(issueType: String) throws(Refusal) -> TicketDraft {
        let owner = playbook.ownership(of: issue.place.account)
        guard let project = owner.jiraProject else {
            throw Refusal(
                "No JIRA project is set for this account: ticket_owners.json has no \(code: "jira_project") for it, nor a global one."
            )
        }
        guard case .intended(let identity, let person, _) = issue.ticket else {
            throw Refusal("The issue changed in this moment. Please ask again.")
        }
        return TicketDraft(
            identity: identity, project: project, issueType: issueType, assignee: owner.jiraOwner,
            parent: owner.jiraParentTicket,
            summary:
                "CloudTrail \(issue.findings.kinds) in \(playbook.account(issue.place.account).title), \(issue.place.region)",
            description: description(askedBy: person), labels: ["cloudtrail", identity])
    }

    private func description(askedBy person: String) -> [Message.Block] {
        var blocks: [Message.Block] = [
            .facts([
                .init("Account", "\(playbook.account(issue.place.account).title)"),
                .init("Region", "\(issue.place.region)"),
                .init("First seen", "\(Moment.text(issue.timestamps.identified))"),
                .init("Asked for by", "\(person)"),
            ]),
            .heading("What is wrong"),
            .list(issue.findings.map { "\($0.sentence)" }),
            .heading("Trails"),
        ]
        blocks.append(issue.trails.isEmpty ? .paragraph("There is none.") : .list(issue.trails.map(\.line)))
        let commands = Advice.commands(for: issue)
        if !commands.isEmpty { blocks += [.heading("What would mend it"), .code(commands.joined(separator: "\n"))] }
        if let url = playbook.whitelistingProcedureURL {
            blocks.append(.paragraph("If this is accepted: \(link: "how to get an exception", url)."))
        }
        return blocks
    }
}

extension TrailSnapshot {
    /// The trail in one line, as evidence.
    fileprivate var line: RichText {
        "\(code: trail.arn): \(state)"
    }
}
