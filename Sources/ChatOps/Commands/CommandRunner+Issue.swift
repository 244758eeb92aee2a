import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    /// One issue in full.
    func issue(_ name: String, _ region: Region) async throws -> Message {
        let account = try playbook.account(named: name)
        guard let issue = try await store.issue(at: AccountRegion(account.id, region)) else {
            throw Refusal("No issue was ever seen in \(code: region) of \(account.title).", usage: .issues)
        }
        let advice = issue.advice
        var blocks: [Message.Block] = [
            .heading("\(account.title), \(region)"), .facts(facts(issue)),
            .list(issue.findings.map { "\($0.sentence)" }),
        ]
        blocks += advice.map(\.concern).once.map { concern in
            .note(
                "\(bold: concern.severity.rawValue): \(concern.risk) \(link: "AWS's guide", concern.documentation)")
        }
        if let deadline = issue.causes.sorted().lazy.compactMap({ RecoveryDeadline.words(for: [issue], of: $0) }).first
        {
            blocks.append(.paragraph(deadline))
        }
        if !issue.trails.isEmpty { blocks += [.paragraph("\(bold: "Trails")"), .list(issue.trails.map(line))] }
        let commands = advice.flatMap(\.commands)
        if Issue.Status.standing.contains(issue.status), !commands.isEmpty {
            blocks += [.paragraph("\(bold: "What would mend it")"), .code(commands.joined(separator: "\n"))]
        }
        blocks += [.paragraph("\(bold: "History")"), .list(issue.history.entries.suffix(20).map(line))]
        let place = issue.place
        blocks += Tellings(notices: try await store.notices(about: place)).blocks
        blocks.append(.paragraph("\(link: "The trails of \(region) in the AWS console", place.consoleURL)"))
        blocks += ActButtons(issues: [issue], playbook: playbook) { .place(place, $0) }.blocks
        return Message(blocks)
    }

    private func facts(_ issue: Issue) -> [Message.Fact] {
        let times = issue.timestamps
        var facts: [Message.Fact] = [
            .init("Status", "\(issue.state.words)"), .init("Severity", "\(issue.severity.rawValue)"),
            .init("First seen", "\(Moment.text(times.identified))"),
        ]
        if let resolved = times.resolved { facts.append(.init("Resolved", "\(Moment.text(resolved))")) }
        if let ticket = issue.ticket.ticket { facts.append(.init("Ticket", "\(link: ticket.key, ticket.url)")) }
        if Lifecycle().isFlapping(issue, at: now()) {
            facts.append(.init("Comes and goes", "it counts as mended only after several clean looks in a row"))
        }
        return facts
    }

    private func line(_ trail: TrailSnapshot) -> RichText {
        let records = trail.selection.value.map { ", records \($0.words.shortened(to: 300))" } ?? ""
        return "\(code: trail.trail.arn): \(trail.stateWords)\(records)"
    }

    private func line(_ entry: IssueHistory.Entry) -> RichText {
        let person = entry.by.map { " by \($0)" } ?? ""
        let note = entry.note.map { ", \($0)" } ?? ""
        return "\(Moment.text(entry.at)) \(entry.what.words)\(person)\(note)"
    }
}

extension IssueHistory.Entry.What {
    var words: String {
        switch self {
        case .opened: "first seen"
        case .changed: "changed"
        case .worsened: "got worse than what was accepted"
        case .reopened: "came back"
        case .acknowledged: "acknowledged"
        case .snoozed: "snoozed"
        case .snoozeEnded: "the snooze ended"
        case .released: "given back"
        case .whitelisted: "whitelisted"
        case .whitelistExpired: "the whitelist entry ended"
        case .whitelistRemoved: "taken from the whitelist"
        case .resolved: "clean"
        case .closed: "closed"
        case .told: "told"
        case .assigned: "assigned"
        case .reminded: "said again, for nobody was on it"
        case .escalated: "escalated, for nobody was on it"
        }
    }
}
