import Networking

extension JiraAPI {
    /// Everyone who may be assigned in a project and whom `text` might mean; a hit is not yet the person.
    func assignable(_ text: String, in project: String) async throws(JiraFailure) -> [JSONValue] {
        try await people(text, .get("user", "assignable", "search", query: [("project", project)]))
    }

    /// Everyone whom `text` might mean.
    func people(_ text: String) async throws(JiraFailure) -> [JSONValue] {
        try await people(text, .get("user", "search"))
    }

    private func people(_ text: String, _ search: JiraCall) async throws(JiraFailure) -> [JSONValue] {
        let found = try await people(by: deployment.personQuery, text, search)
        // Cloud's search does not look at account ids.
        guard deployment == .cloud, found.isEmpty, !text.contains(where: { $0 == "@" || $0.isWhitespace }) else {
            return found
        }
        return try await people(by: "accountId", text, search)
    }

    private func people(
        by parameter: String, _ text: String, _ search: JiraCall
    ) async throws(JiraFailure) -> [JSONValue] {
        var search = search
        search.query += [(parameter, text), ("maxResults", "200")]
        guard let people = try await send(search).array else { throw .unreadable(200) }
        return people
    }

    func assign(_ key: String, to personID: String) async throws(JiraFailure) {
        _ = try await send(
            JiraCall(
                method: .put, path: ["issue", key, "assignee"], body: [deployment.personKey: .string(personID)]))
    }

    /// Does nothing to someone who watches already.
    func addWatcher(_ personID: String, to key: String) async throws(JiraFailure) {
        _ = try await send(JiraCall(method: .post, path: ["issue", key, "watchers"], body: .string(personID)))
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
