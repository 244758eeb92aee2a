import Networking

extension JiraAPI {
    /// Everyone who may be assigned in a project and whom `text` might mean; a hit is not yet the person.
    func assignable(_ text: String, in project: String) async throws(JiraFailure) -> [JSONValue] {
        let found = try await assignable(by: deployment.personQuery, text, in: project)
        // Cloud's search does not look at account ids.
        guard deployment == .cloud, found.isEmpty, !text.contains(where: { $0 == "@" || $0.isWhitespace }) else {
            return found
        }
        return try await assignable(by: "accountId", text, in: project)
    }

    private func assignable(
        by parameter: String, _ text: String, in project: String
    ) async throws(JiraFailure) -> [JSONValue] {
        let answer = try await send(
            .get(
                "user", "assignable", "search", query: [(parameter, text), ("project", project), ("maxResults", "200")])
        )
        guard let people = answer.array else { throw .unreadable(200) }
        return people
    }

    func assign(_ key: String, to personID: String) async throws(JiraFailure) {
        _ = try await send(
            JiraCall(
                method: .put, path: ["issue", key, "assignee"], body: [deployment.personKey: .string(personID)]))
    }
}

/// Who is meant among the hits of a search.
enum JiraPersonMatch: Equatable {
    case person(id: String)
    case nobody
    /// Several people are called that.
    case several

    /// A person is meant by their account id, user name, e-mail or display name, exactly but for case.
    init(_ wanted: String, among people: [JSONValue], in deployment: JiraDeployment) {
        let wanted = wanted.lowercased()
        let ids = people.filter { person in
            person["active"]?.bool != false
                && ["accountId", "name", "emailAddress", "displayName"].contains {
                    person[$0]?.string?.lowercased() == wanted
                }
        }.compactMap { $0[deployment.personKey]?.string }
        switch Set(ids).count {
        case 0: self = .nobody
        case 1: self = .person(id: ids[0])
        default: self = .several
        }
    }
}
