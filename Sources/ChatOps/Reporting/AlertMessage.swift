import CloudTrailCore
import FoundationEssentials

/// What owners read about one issue: what broke, since when, what to do.
struct AlertMessage {
    let event: IssueEvent
    let issue: Issue
    let playbook: Playbook

    var message: Message {
        let headline = "\(headlineStart) \(account.title), \(issue.place.region)"
        return Message(
            summary: "\(headline). \(issue.findings.map(\.sentence).joined(separator: ". ")).",
            blocks: [.heading(headline), .facts(facts)] + details + actions)
    }

    private var account: Account { playbook.account(issue.place.account) }

    private var headlineStart: String {
        let kinds = issue.findings.kinds
        return switch event {
        case .opened: "CloudTrail \(kinds):"
        case .changed: "CloudTrail \(kinds), changed:"
        case .reopened: "CloudTrail \(kinds), again:"
        case .resolved: "CloudTrail works again:"
        case .whitelisted: "CloudTrail \(kinds), whitelisted:"
        }
    }

    private var facts: [Message.Fact] {
        var facts = [
            Message.Fact("Account", "\(account.title)"),
            Message.Fact("Region", "\(code: issue.place.region)"),
            Message.Fact("First seen", "\(Moment.text(issue.timestamps.identified))"),
            Message.Fact("Status", "\(issue.status.rawValue)"),
        ]
        if let resolved = issue.timestamps.resolved { facts.append(.init("Resolved", "\(Moment.text(resolved))")) }
        if let ticket = issue.ticket.ticket { facts.append(.init("Ticket", "\(link: ticket.key, ticket.url)")) }
        return facts
    }

    private var details: [Message.Block] {
        if event == .resolved {
            return [.paragraph("It was \(issue.findings.map(\.sentence).joined(separator: "; ")).")]
        }
        var blocks: [Message.Block] = [.list(issue.findings.map { "\($0.sentence)" })]
        if !issue.trails.isEmpty {
            blocks.append(.note("Trails: \(issue.trails.map(\.words).joined(separator: "; "))"))
        }
        if let deadline = recoveryDeadline { blocks.append(.paragraph(deadline)) }
        let commands = Advice.commands(for: issue)
        if issue.status == .open, !commands.isEmpty {
            blocks += [.paragraph("What would mend it:"), .code(commands.joined(separator: "\n"))]
        }
        return blocks
    }

    private var openTicket: Button {
        let question = Button.Confirmation(
            title: "Open a JIRA ticket?", text: "For \(account.title), \(issue.place.region).", confirm: "Open it")
        return Button("Open ticket", .ticket(issue.place), confirmation: question)
    }

    /// CloudTrail keeps trying to deliver to a broken bucket for 30 days.
    private var recoveryDeadline: RichText? {
        let failsToS3 = issue.findings.contains { finding in
            guard case .deliveryErrors(let trails) = finding else { return false }
            return trails.contains { $0.errors.contains { $0.target == .s3 } }
        }
        guard failsToS3 else { return nil }
        let deadline = issue.timestamps.identified.addingTimeInterval(30 * 86_400)
        return
            "AWS retries for 30 days: logs are recoverable if delivery is mended before \(bold: Moment.text(deadline))."
    }

    private var actions: [Message.Block] {
        guard issue.status == .open else { return [] }
        var buttons = [Button("Scan again", .scan(issue.place), style: .primary)]
        buttons.append(Button("Whitelist…", .whitelist(issue.place)))
        if playbook.tickets != nil, issue.ticket.ticket == nil {
            buttons.append(openTicket)
        }
        var blocks: [Message.Block] = [.buttons(buttons)]
        if let url = playbook.whitelistingProcedureURL {
            blocks.append(.note("\(link: "How to get an exception", url)"))
        }
        return blocks
    }
}
