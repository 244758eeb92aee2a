import CloudTrailCore

/// The labelled values of an alert.
struct AlertFacts {
    let alert: AlertMessage

    var all: [Message.Fact] {
        let places = alert.isOver ? alert.overPlaces : alert.standing.map(\.place)
        let accounts = Set(places.map(\.account)).sorted().map { alert.playbook.account($0).title }
        let regions = Set(places.map(\.region)).sorted().map(\.rawValue)
        var facts = [
            Message.Fact(accounts.count == 1 ? "Account" : "Accounts", "\(listed(accounts))"),
            Message.Fact(regions.count == 1 ? "Region" : "Regions", "\(code: listed(regions, atMost: 12))"),
        ]
        if let first = alert.shown.map(\.timestamps.identified).min() {
            facts.append(.init("First seen", "\(Moment.text(first))"))
        }
        facts.append(.init("Status", "\(status)"))
        let assignees = alert.standing.compactMap(\.assignee).once
        if let first = assignees.first {
            let more = assignees.count > 1 ? " and \(assignees.count - 1) more" : ""
            facts.append(.init("Assigned to", "\(recipient: first)\(more)"))
        }
        let escalations = alert.standing.flatMap(\.escalations).once
        if !escalations.isEmpty { facts.append(.init("Escalated to", "\(listed(escalations))")) }
        if alert.isMended, let end = alert.over.compactMap(\.timestamps.resolved).max() {
            facts.append(.init("Resolved", "\(Moment.text(end))"))
        }
        let tickets = alert.shown.compactMap(\.ticket.ticket).once
        if let first = tickets.first {
            let more = tickets.count > 1 ? " and \(tickets.count - 1) more" : ""
            facts.append(.init(tickets.count == 1 ? "Ticket" : "Tickets", "\(link: first.key, first.url)\(more)"))
        }
        return facts
    }

    private var status: String {
        if alert.isMended { return "resolved" }
        if alert.isOver { return "not mended, but told in another message" }
        let words = alert.standing.map(\.state.words)
        let kinds = words.once
        if kinds.count == 1 { return kinds[0] }
        return kinds.map { kind in "\(words.count { $0 == kind }) \(kind)" }.joined(separator: ", ")
    }
}
