import Networking

/// What is done to a ticket once it exists: it may fail, but only with a warning, a sentence for people.
extension JiraAPI {
    enum Assignment: Equatable {
        case done(personID: String)
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

    /// Links, unless the two are linked already.
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

    func addWatchers(_ names: [String], to key: String) async -> [String] {
        var warnings: [String] = []
        for name in names {
            do {
                switch JiraPersonMatch(name, among: try await people(name), in: deployment) {
                case .person(let id): try await addWatcher(id, to: key)
                case .nobody: warnings.append("JIRA knows nobody called \(name), who was to watch the ticket.")
                case .several:
                    warnings.append("JIRA knows several people called \(name), so none of them watches the ticket.")
                }
            } catch {
                warnings.append("\(name) does not watch the ticket: \(error.message).")
            }
        }
        return warnings
    }

    /// Attaches, unless a file of that name is there.
    func attach(_ file: JiraFile, to ticket: JiraTicketState) async -> [String] {
        guard !ticket.attachments.contains(file.name) else { return [] }
        do {
            _ = try await send(
                JiraCall(method: .post, path: ["issue", ticket.key, "attachments"], file: file, isRepeatable: false))
            return []
        } catch {
            return ["The whole description could not be attached either: \(error.message)."]
        }
    }
}
