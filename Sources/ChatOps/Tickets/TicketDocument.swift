import CloudTrailCore
import FoundationEssentials

/// What a ticket says about its issues: the first decides whose it is.
struct TicketDocument {
    /// In the order of their places; at least one.
    let issues: [Issue]
    let playbook: Playbook

    /// Throws where ticket_owners.json names no project.
    func draft(issueType: String) throws(Refusal) -> TicketDraft {
        let owner = playbook.ownership(of: issues[0].place.account)
        guard let project = owner.jiraProject else {
            throw Refusal(
                "No JIRA project is set for this account: ticket_owners.json has no \(code: "jira_project") for it, nor a global one."
            )
        }
        guard case .intended(let identity, let person, _) = issues[0].ticket else {
            throw Refusal("The issue changed in this moment. Please ask again.")
        }
        let kinds = Set(issues.flatMap(\.findings).map(\.kind.words)).sorted().joined(separator: ", ")
        return TicketDraft(
            identity: identity, project: project, issueType: issueType, assignee: owner.jiraOwner,
            parent: owner.jiraParentTicket, summary: "CloudTrail \(kinds) in \(scope)",
            description: description(askedBy: person), labels: ["cloudtrail", identity])
    }

    private var scope: String {
        let accounts = Set(issues.map(\.place.account))
        guard accounts.count == 1 else {
            return "\(counted(issues.count, "region")) of \(counted(accounts.count, "account"))"
        }
        let regions = issues.count == 1 ? issues[0].place.region.rawValue : counted(issues.count, "region")
        return "\(playbook.account(issues[0].place.account).title), \(regions)"
    }

    private func description(askedBy person: String) -> [Message.Block] {
        let accounts = issues.map(\.place.account).once.map { playbook.account($0).title }
        var blocks: [Message.Block] = [
            .facts([
                .init(accounts.count == 1 ? "Account" : "Accounts", "\(listed(accounts, atMost: 20))"),
                .init(issues.count == 1 ? "Region" : "Regions", "\(regions)"),
                .init("First seen", "\(Moment.text(issues.map(\.timestamps.identified).min() ?? .distantPast))"),
                .init("Asked for by", "\(person)"),
            ]),
            .heading("What is wrong"),
            .list(issues.flatMap(\.findings).map(\.sentence).once.map { "\($0)" }),
            .heading("Trails"),
        ]
        let trails = issues.flatMap(\.trails).map(\.line).once
        blocks.append(trails.isEmpty ? .paragraph("There is none.") : .list(Array(trails.prefix(50))))
        if let deadline = issues.flatMap(\.causes).once.lazy.compactMap({
            RecoveryDeadline.words(for: issues, of: $0)
        }).first {
            blocks.append(.paragraph(deadline))
        }
        let commands = issues[0].advice.flatMap(\.commands)
        if !commands.isEmpty { blocks += [.heading("What would mend it"), .code(commands.joined(separator: "\n"))] }
        if let url = playbook.whitelistingProcedureURL {
            blocks.append(.paragraph("If this is accepted: \(link: "how to get an exception", url)."))
        }
        return blocks
    }

    private var regions: String {
        let accounts = Dictionary(grouping: issues.map(\.place), by: \.account).sorted { $0.key < $1.key }
        if accounts.count == 1 { return accounts[0].value.map(\.region.rawValue).joined(separator: ", ") }
        return accounts.map { account, places in
            "\(account): \(places.map(\.region.rawValue).joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}

extension TrailSnapshot {
    /// The trail in one line, as evidence.
    fileprivate var line: RichText {
        "\(code: trail.arn): \(stateWords)"
    }
}
