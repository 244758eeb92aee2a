import CloudTrailCore
import FoundationEssentials

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
            description: description(askedBy: person),
            labels: ["cloudtrail"] + (issue.status == .whitelisted ? [TicketNews.whitelistedLabel] : []),
            gravest: issue.findings.gravest, updateIDs: [TicketNews.id(of: issue)])
    }

    private func description(askedBy person: String) -> [Message.Block] {
        var blocks: [Message.Block] = [
            .facts([
                .init("Account", "\(playbook.account(issue.place.account).title)"),
                .init("Region", "\(link: issue.place.region.rawValue, issue.place.consoleURL)"),
                .init("First seen", "\(Moment.text(issue.timestamps.identified))"),
                .init("Status", "\(issue.status.rawValue)"),
                .init("Asked for by", "\(person)"),
            ])
        ]
        blocks += evidence
        let commands = Advice.commands(for: issue)
        if !commands.isEmpty { blocks += [.heading("What would mend it"), .code(commands.joined(separator: "\n"))] }
        if let url = playbook.whitelistingProcedureURL {
            blocks.append(.paragraph("If this is accepted: \(link: "how to get an exception", url)."))
        }
        return blocks
    }

    /// What is wrong, since when, and how that was seen.
    var evidence: [Message.Block] {
        var blocks: [Message.Block] = [
            .heading("What is wrong"), .list(issue.findings.map { "\($0.sentence)" }),
        ]
        if let deadline = issue.recoveryDeadline {
            blocks.append(
                .paragraph(
                    "AWS retries for 30 days: logs are recoverable if delivery is mended before \(bold: Moment.text(deadline))."
                ))
        }
        blocks.append(.heading("Trails"))
        blocks.append(issue.trails.isEmpty ? .paragraph("There is none.") : .list(issue.trails.map(\.line)))
        return blocks
    }
}

extension TrailSnapshot {
    /// The trail in one line, as evidence.
    fileprivate var line: RichText {
        "\(code: trail.arn): \(state)"
    }
}

extension [Finding] {
    /// The kind that matters most: nothing recorded, then something missing, then something not delivered.
    fileprivate var gravest: Finding.Kind? {
        Finding.Kind.allCases.first { kind in contains { $0.kind == kind } }
    }
}

extension Issue {
    /// CloudTrail keeps trying to deliver to a broken bucket for 30 days.
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-troubleshooting.html
    fileprivate var recoveryDeadline: Date? {
        let failsToS3 = findings.contains { finding in
            guard case .deliveryErrors(let trails) = finding else { return false }
            return trails.contains { $0.errors.contains { $0.target == .s3 } }
        }
        return failsToS3 ? timestamps.identified.addingTimeInterval(30 * 86_400) : nil
    }
}

extension AccountRegion {
    /// The region's trails in the console of its partition.
    fileprivate var consoleURL: String {
        let name = region.rawValue
        let host =
            if name.hasPrefix("cn-") { "console.amazonaws.cn" } else if name.hasPrefix("us-gov-") {
                "console.amazonaws-us-gov.com"
            } else { "\(name).console.aws.amazon.com" }
        return "https://\(host)/cloudtrailv2/home?region=\(name)#/trails"
    }
}
