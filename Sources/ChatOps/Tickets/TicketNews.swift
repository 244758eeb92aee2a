import CloudTrailCore
import FoundationEssentials

/// What a ticket should be told of the issues it is about. It follows from the issues as they are stored, so nothing is lost
/// where the process that changed them is killed.
struct TicketNews {
    /// Hammer's label of accepted risks.
    static let whitelistedLabel = "whitelisted"

    /// All issues of one ticket.
    let issues: [Issue]
    let playbook: Playbook

    /// Names what there is to tell of an issue: the same as long as there is nothing new.
    static func id(of issue: Issue) -> String {
        let word = issue.isOver ? Issue.Status.resolved : issue.status.hammerStatus
        return "\(issue.place)@\(Int(issue.newsAt.timeIntervalSince1970))-\(word.rawValue)"
    }

    /// The issues of whose latest the ticket does not know, in the order of their places.
    var untold: [Issue] {
        issues.filter { $0.ticket.ticket?.told != Self.id(of: $0) }.sorted { $0.place < $1.place }
    }

    /// One for all that changed, for nobody reads thirty comments; nil where nothing did.
    var update: TicketUpdate? {
        let untold = untold
        guard !untold.isEmpty else { return nil }
        var update = TicketUpdate(ids: untold.map(Self.id), comment: comment(on: untold))
        if untold.contains(where: \.isUnaccepted) {
            update.standing = .open
            update.removedLabels = [Self.whitelistedLabel]
        } else if issues.allSatisfy(\.isOver) {
            update.standing = .done
        } else if issues.allSatisfy({ $0.isOver || $0.status == .whitelisted }) {
            update.addedLabels = [Self.whitelistedLabel]
        }
        return update
    }

    private func comment(on untold: [Issue]) -> [Message.Block] {
        let over = untold.filter(\.isOver)
        var blocks =
            news(untold.filter(\.isUnaccepted)) { "CloudTrail \($0) in \($1), as of \($2)." }
            + news(untold.filter { $0.status == .whitelisted }) { kinds, places, _ in
                "Whitelisted, so an accepted risk: CloudTrail \(kinds) in \(places)."
            }
        guard !over.isEmpty else { return blocks }
        let since = over.compactMap(\.timestamps.resolved).max().map { ", as of \(Moment.text($0))" } ?? ""
        blocks += [
            .paragraph("CloudTrail works again in \(where: over.map(\.place), playbook)\(since). It was:"),
            .list(over.flatMap(\.findings).map(\.sentence).once.listed),
        ]
        let standing = issues.filter { !$0.isOver }.map(\.place).sorted()
        if !standing.isEmpty { blocks.append(.paragraph("Still in trouble: \(where: standing, playbook).")) }
        return blocks
    }

    /// A sentence about issues that stand, from their kinds, places and latest change; and what was seen.
    private func news(_ issues: [Issue], _ sentence: (String, RichText, String) -> RichText) -> [Message.Block] {
        guard let latest = issues.map(\.newsAt).max() else { return [] }
        let kinds = Set(issues.flatMap(\.findings).map(\.kind.words)).sorted().joined(separator: ", ")
        return [.paragraph(sentence(kinds, "\(where: issues.map(\.place), playbook)", Moment.text(latest)))]
            + TicketDocument(issues: issues, playbook: playbook).evidence
    }
}

extension Issue {
    var isOver: Bool { status == .resolved || status == .closed }

    /// In trouble that nobody accepted.
    fileprivate var isUnaccepted: Bool { !isOver && status != .whitelisted }

    /// When there last was something that its ticket should tell: who is on it, and for how long it is quiet, is not.
    fileprivate var newsAt: Date {
        if isOver, let resolved = timestamps.resolved { return resolved }
        return history.last(
            .opened, .changed, .worsened, .reopened, .whitelisted, .whitelistExpired, .whitelistRemoved)
            ?? timestamps.updated
    }
}
