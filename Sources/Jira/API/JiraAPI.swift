import Networking

/// The API of the JIRA at hand, topic by topic in the extensions.
struct JiraAPI: Sendable {
    let client: JiraClient
    let deployment: JiraDeployment

    func send(_ call: JiraCall) async throws(JiraFailure) -> JSONValue {
        try await client.send(call, version: deployment.apiVersion)
    }

    /// All items of a paged list, which the two JIRAs hold under different names.
    func list(_ call: JiraCall, in members: [String]) async throws(JiraFailure) -> [JSONValue] {
        var items: [JSONValue] = []
        for _ in 0..<100 {
            var page = call
            page.query += [("startAt", "\(items.count)"), ("maxResults", "100")]
            let answer = try await send(page)
            guard let found = members.lazy.compactMap({ answer[$0]?.array }).first else { throw .unreadable(200) }
            items += found
            if found.isEmpty || items.count >= answer["total"]?.int ?? 0 { break }
        }
        return items
    }
}
