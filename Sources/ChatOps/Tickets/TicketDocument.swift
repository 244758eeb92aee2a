import CloudTrailCore
import FoundationEssentials

/// What a ticket says about its issues: the first decides whose it is.
struct TicketDocument {
    /// In the order of their places; at least one.
    let issues: [Issue]
    let playbook: Playbook
    /// Where the chat tells of them.
    var alert: String?

    /// Throws where ticket_owners.json names no project.
    func draft(issueType: String) throws(Refusal) -> TicketDraft {
        guard case .intended(let identity, let person, _, let wishes) = issues[0].ticket, !identity.isEmpty else {
            throw Refusal("The issue changed in this moment. Please ask again.")
        }
        let owner = playbook.ownership(of: issues[0].place.account)
        guard let project = wishes?.project ?? owner.jiraProject else {
            throw Refusal(
                "No JIRA project is set for this account: ticket_owners.json has no \(code: "jira_project") for it, nor a global one."
            )
        }
        let kinds = Set(issues.flatMap(\.findings).map(\.kind.words)).sorted().joined(separator: ", ")
        return TicketDraft(
            identity: identity, project: project, issueType: issueType, assignee: wishes?.assignee ?? owner.jiraOwner,
            parent: owner.jiraParentTicket, summary: "CloudTrail \(kinds) in \(scope)",
            description: (wishes?.text).map { [.paragraph("\($0)")] + description(askedBy: person) }
                ?? description(askedBy: person),
            labels: ["cloudtrail"]
                + (issues.allSatisfy { $0.status == .whitelisted } ? [TicketNews.whitelistedLabel] : []),
            gravest: Finding.Kind.allCases.first { kind in issues.contains { $0.findings.contains { $0.kind == kind } }
            },
            updateIDs: issues.map(TicketNews.id))
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
        var facts: [Message.Fact] = [
            .init(accounts.count == 1 ? "Account" : "Accounts", "\(listed(accounts, atMost: 20))"),
            .init(issues.count == 1 ? "Region" : "Regions", "\(regions)"),
            .init("First seen", "\(Moment.text(issues.map(\.timestamps.identified).min() ?? .distantPast))"),
            .init("Status", "\(listed(issues.map(\.state.words).once))"),
            .init("Asked for by", "\(person)"),
        ]
        if let alert { facts.append(.init("Alert", "\(link: "the thread in Slack", alert)")) }
        var blocks = [.facts(facts)] + evidence
        let commands = issues[0].advice.flatMap(\.commands)
        if !commands.isEmpty { blocks += [.heading("What would mend it"), .code(commands.joined(separator: "\n"))] }
        if let url = playbook.whitelistingProcedureURL {
            blocks.append(.paragraph("If this is accepted: \(link: "how to get an exception", url)."))
        }
        return blocks + appendix
    }

    /// Where there is more than people read, region by region: the first to be cut, and then in the attached file.
    private var appendix: [Message.Block] {
        guard issues.count > 50 else { return [] }
        let lines = issues.map { "\($0.place): " + $0.findings.map(\.sentence).joined(separator: "; ") }
        return [.heading("All regions"), .code(lines.joined(separator: "\n"))]
    }

    /// What is wrong, until when it can be had, and how that was seen.
    var evidence: [Message.Block] {
        var blocks: [Message.Block] = [
            .heading("What is wrong"), .list(issues.flatMap(\.findings).map(\.sentence).once.listed),
        ]
        let causes = issues.flatMap(\.causes).once.sorted()
        if let deadline = causes.lazy.compactMap({ RecoveryDeadline.words(for: issues, of: $0) }).first {
            blocks.append(.paragraph(deadline))
        }
        let trails = TrailEvidence(issues).table
        blocks.append(.heading("Trails"))
        blocks.append(trails.rows.isEmpty ? .paragraph("There is none.") : .table(trails))
        return blocks
    }

    /// One region leads to the console; several are named by account.
    private var regions: RichText {
        if issues.count == 1 {
            let place = issues[0].place
            return "\(link: place.region.rawValue, place.consoleURL)"
        }
        let accounts = Dictionary(grouping: issues.map(\.place), by: \.account).sorted { $0.key < $1.key }
        let regions = accounts.map { $0.value.map(\.region.rawValue).joined(separator: ", ") }
        guard accounts.count > 1 else { return "\(regions[0])" }
        let lists = regions.once.map { list in
            let owners = zip(accounts, regions).filter { $0.1 == list }.map(\.0.key.rawValue)
            return "\(listed(owners, atMost: 10)): \(list)"
        }
        return "\(listed(lists, atMost: 10, by: "; "))"
    }
}

extension [String] {
    /// The items of a list that is short enough to be read.
    var listed: [RichText] {
        prefix(20).map { "\($0)" } + (count > 20 ? ["and \(count - 20) more"] : [])
    }
}
