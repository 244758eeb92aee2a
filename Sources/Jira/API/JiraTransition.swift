import ChatOps
import Networking

/// The transition that brings a ticket where it should stand, with the fields that it asks for.
struct JiraTransition: Sendable, Equatable {
    var id: String
    var fields: [String: JSONValue]
    /// Its screen takes a comment, which is then made by the same call.
    var takesComment: Bool

    /// Chosen among the answer of `transitions?expand=transitions.fields`: one that leads there by its status's category, whose
    /// required fields can be filled; the one with the configured name first. Closing as "Won't Fix" would say something else, so
    /// that counts only where it is configured. nil when none fits.
    init?(
        to standing: TicketUpdate.Standing, among transitions: [JSONValue], options: JiraTicketOptions,
        assignee: JSONValue?
    ) {
        let preferred = standing == .done ? options.closingTransition : options.reopeningTransition
        let screen = JiraTransitionScreen(options: options, assignee: assignee)
        let fitting = transitions.filter { transition in
            (transition["to"]?["statusCategory"]?["key"]?.string == "done") == (standing == .done)
        }.compactMap { transition -> (rank: Int, transition: JiraTransition)? in
            guard let id = transition["id"]?.string, let filled = screen.fill(transition["fields"]) else { return nil }
            let names = [transition["name"]?.string, transition["to"]?["name"]?.string].compactMap { $0 }
            let isPreferred = preferred.map { name in names.contains { $0.isAmong([name]) } } ?? false
            if !isPreferred, standing == .done, names.contains(where: { $0.isAmong(options.declining) }) { return nil }
            let usual =
                standing == .done ? ["Done", "Resolve Issue", "Resolved"] : ["Reopen Issue", "Reopen", "Reopened"]
            let rank = isPreferred ? 0 : names.contains { $0.isAmong(usual) } ? 1 : 2
            let takesComment = transition["fields"]?["comment"] != nil
            return (rank, JiraTransition(id: id, fields: filled, takesComment: takesComment))
        }
        guard let best = fitting.min(by: { $0.rank < $1.rank }) else { return nil }
        self = best.transition
    }

    private init(id: String, fields: [String: JSONValue], takesComment: Bool) {
        (self.id, self.fields, self.takesComment) = (id, fields, takesComment)
    }
}

/// Fills the fields that a transition's screen shows.
private struct JiraTransitionScreen {
    let options: JiraTicketOptions
    /// The ticket's assignee, for screens that ask for one.
    let assignee: JSONValue?

    /// nil when a required field cannot be filled.
    func fill(_ fields: JSONValue?) -> [String: JSONValue]? {
        var filled: [String: JSONValue] = [:]
        for (id, field) in fields?.object ?? [:] where id != "comment" {
            if let value = value(id, field) {
                filled[id] = value
            } else if field["required"]?.bool == true, field["hasDefaultValue"]?.bool != true {
                return nil
            }
        }
        return filled
    }

    private func value(_ id: String, _ field: JSONValue) -> JSONValue? {
        switch id {
        // Set wherever it is shown: a closed ticket without one still counts as unresolved.
        case "resolution": resolution(field["allowedValues"]?.array ?? [])
        case "assignee": field["required"]?.bool == true ? assignee : nil
        default: options.customFields[id] ?? field["name"]?.string.flatMap { options.customFields[$0] }
        }
    }

    private func resolution(_ allowed: [JSONValue]) -> JSONValue? {
        let names = allowed.compactMap { $0["name"]?.string }.filter { !$0.isAmong(options.declining) }
        let wished = [[options.resolution].compactMap { $0 }, ["Done"], ["Fixed"], ["Resolved"]]
        let name = wished.lazy.compactMap { wish in names.first { $0.isAmong(wish) } }.first ?? names.first
        return name.map { ["name": .string($0)] }
    }
}
