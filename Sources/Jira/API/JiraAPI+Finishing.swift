import Networking

/// What is done to a ticket once it exists: it may fail, but only with a warning.
extension JiraAPI {
    enum Assignment: Equatable {
        case done(personID: String)
        /// A sentence for people.
        case failed(warning: String)
    }

    func assign(_ ticket: JiraTicketState, toPersonCalled wanted: String, project: String) async -> Assignment {
        let outcome =
            ticket.assigneeID == nil
            ? "the ticket is unassigned" : "the ticket stays with the person JIRA assigned it to"
        do {
            let people = try await assignable(wanted, in: project)
            switch JiraPersonMatch(wanted, among: people, in: deployment) {
            case .person(let id):
                try await assign(ticket.key, to: id)
                return .done(personID: id)
            case .nobody:
                return .failed(warning: "\(wanted) is not assignable in \(project); \(outcome).")
            case .several:
                return .failed(warning: "Several people in \(project) are called \(wanted); \(outcome).")
            }
        } catch {
            return .failed(warning: "\(wanted) could not be assigned (\(error.message)); \(outcome).")
        }
    }

    /// Answers what went wrong; does nothing when the tickets are linked already.
    func link(_ ticket: JiraTicketState, toParent parent: String) async -> [String] {
        let linked = [ticket.key] + ticket.linkedKeys
        guard !linked.contains(where: { $0.lowercased() == parent.lowercased() }) else { return [] }
        do {
            guard let type = JiraLinkType(among: try await linkTypes()) else {
                return ["JIRA has no link types, so the ticket is not linked to \(parent)."]
            }
            try await link(ticket.key, to: parent, type: type.name)
            return type.isRelation
                ? [] : ["JIRA has no link type `Relates`; the ticket is linked to \(parent) by `\(type.name)`."]
        } catch let error where error.status == 404 {
            return ["JIRA has no ticket \(parent) to link to, or the bot's account may not see it."]
        } catch {
            return ["The ticket was not linked to \(parent): \(error.message)."]
        }
    }
}
