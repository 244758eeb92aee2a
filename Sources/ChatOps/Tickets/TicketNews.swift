import CloudTrailCore
import FoundationEssentials

/// What a ticket should be told of the issues it is about. It follows from the issues as they are stored, so nothing is lost
/// where the process that changed them is killed, and a ticket that was told already is told from its own mark.
struct TicketNews {
    /// Hammer's label of accepted risks.
    static let whitelistedLabel = "whitelisted"

    /// All issues of one ticket.
    let issues: [Issue]
    let playbook: Playbook

    /// One for each issue that stands; those that are over are told of together, once all are: nobody reads thirty comments.
    var updates: [(place: AccountRegion, update: TicketUpdate)] {
        let standing = issues.filter { !$0.isOver }
        guard standing.isEmpty, let last = issues.max(by: { ($0.newsAt, $1.place) < ($1.newsAt, $0.place) }) else {
            return standing.map { ($0.place, self.update(of: $0)) }
        }
        var update = TicketUpdate(
            id: Self.id(of: last), comment: issues.sorted { $0.place < $1.place }.flatMap(comment))
        update.standing = .done
        return [(last.place, update)]
    }

    /// The same as long as there is nothing new to tell of the issue.
    static func id(of issue: Issue) -> String {
        let word = issue.isOver ? Issue.Status.resolved : issue.status.hammerStatus
        return "\(issue.place)@\(Int(issue.newsAt.timeIntervalSince1970))-\(word.rawValue)"
    }

    private func update(of issue: Issue) -> TicketUpdate {
        let label: Set = [Self.whitelistedLabel]
        var update = TicketUpdate(id: Self.id(of: issue), comment: comment(on: issue))
        switch issue.status {
        case .open, .acknowledged, .snoozed:
            update.standing = .open
            update.removedLabels = label
        case .whitelisted:
            if issues.allSatisfy({ $0.isOver || $0.status == .whitelisted }) { update.addedLabels = label }
        case .resolved, .closed: break
        }
        return update
    }

    private func comment(on issue: Issue) -> [Message.Block] {
        let place: RichText = "\(bold: playbook.account(issue.place.account).title) \(code: issue.place.region)"
        let evidence = TicketDocument(issues: [issue], playbook: playbook).evidence
        switch issue.status {
        case .open, .acknowledged, .snoozed:
            let since = Moment.text(issue.newsAt)
            return [.paragraph("CloudTrail \(issue.findings.kinds) in \(place), as of \(since).")] + evidence
        case .whitelisted:
            return [.paragraph("Whitelisted, so an accepted risk: CloudTrail \(issue.findings.kinds) in \(place).")]
                + evidence
        case .resolved, .closed:
            let since = issue.timestamps.resolved.map { ", as of \(Moment.text($0))" } ?? ""
            return [
                .paragraph("CloudTrail works again in \(place)\(since). It was:"),
                .list(issue.findings.map { "\($0.sentence)" }),
            ]
        }
    }
}

extension Issue {
    var isOver: Bool { status == .resolved || status == .closed }

    /// When there last was something that its ticket should tell: who is on it, and for how long it is quiet, is not.
    fileprivate var newsAt: Date {
        if isOver, let resolved = timestamps.resolved { return resolved }
        return history.last(
            .opened, .changed, .worsened, .reopened, .whitelisted, .whitelistExpired, .whitelistRemoved)
            ?? timestamps.updated
    }
}
