import Networking

/// A ticket as far as it matters for finishing its creation.
struct JiraTicketState: Sendable, Equatable {
    var key: String
    var assigneeID: String?
    var linkedKeys: [String] = []
    /// The ticket it is a sub-task of, or its epic.
    var parentKey: String?
    /// The names of its files.
    var attachments: [String] = []
}

extension JiraAPI {
    /// The keys of the tickets that carry a label, oldest first. On Cloud, a ticket of the last seconds or minutes may
    /// be missing.
    func keys(labelled label: String) async throws(JiraFailure) -> [String] {
        var keys: [String] = []
        var seen = 0
        var token: JSONValue?
        for _ in 0..<10 {
            let answer = try await send(search(label, startAt: seen, token: token))
            guard let issues = answer["issues"]?.array else { throw .unreadable(200) }
            seen += issues.count
            keys += issues.compactMap { issue in
                // JQL compares without regard to case.
                issue["fields"]?["labels"]?.array?.contains(.string(label)) == true ? issue["key"]?.string : nil
            }
            token = answer["nextPageToken"]
            let total = answer["total"]?.int ?? 0
            if issues.isEmpty || (deployment == .cloud ? token?.string == nil : seen >= total) { break }
        }
        return keys
    }

    private func search(_ label: String, startAt: Int, token: JSONValue?) -> JiraCall {
        let quoted = label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let jql = "labels = \"\(quoted)\" ORDER BY created ASC"
        switch deployment {
        case .cloud:
            var body: [String: JSONValue] = ["jql": .string(jql), "fields": ["labels"], "maxResults": 50]
            body["nextPageToken"] = token
            return JiraCall(method: .post, path: ["search", "jql"], body: .object(body))
        case .dataCenter:
            return .get(
                "search",
                query: [("jql", jql), ("fields", "labels"), ("startAt", "\(startAt)"), ("maxResults", "50")])
        }
    }

    /// nil when there is no such ticket. `epicLink` is Data Center's field for the epic, where it matters.
    func ticket(_ key: String, epicLink: String? = nil) async throws(JiraFailure) -> JiraTicketState? {
        let names = ["assignee", "issuelinks", "attachment", "parent"] + [epicLink].compactMap { $0 }
        let answer: JSONValue
        do {
            answer = try await send(.get("issue", key, query: [("fields", names.joined(separator: ","))]))
        } catch let error where error.status == 404 {
            return nil
        }
        // The key in the answer is the newer one when the ticket was moved.
        guard let key = answer["key"]?.string else { throw .unreadable(200) }
        let fields = answer["fields"]
        return JiraTicketState(
            key: key, assigneeID: fields?["assignee"]?[deployment.personKey]?.string,
            linkedKeys: (fields?["issuelinks"]?.array ?? []).compactMap {
                ($0["outwardIssue"] ?? $0["inwardIssue"])?["key"]?.string
            },
            parentKey: fields?["parent"]?["key"]?.string ?? epicLink.flatMap { fields?[$0]?.string },
            attachments: (fields?["attachment"]?.array ?? []).compactMap { $0["filename"]?.string })
    }

    /// The key of the new ticket. Not repeated when JIRA may have created it: see `JiraFailure.mayHaveBeenDone`.
    func create(_ fields: JiraTicketFields) async throws(JiraFailure) -> String {
        let answer = try await send(
            JiraCall(method: .post, path: ["issue"], body: fields.body, isRepeatable: false))
        guard let key = answer["key"]?.string else { throw .unreadable(201) }
        return key
    }
}
