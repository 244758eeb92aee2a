import Networking

extension JiraDesk {
    func create(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        var fields = call.body["fields"]?.object ?? [:]
        guard let project = projects.first(where: { $0.key == fields["project"]?["key"]?.string }) else {
            throw .fields(["project": "valid project is required"])
        }
        let type = types(of: project).first { type in
            let wanted = fields["issuetype"]
            return wanted?["id"] == type["id"] || wanted?["name"] == type["name"]
        }
        guard let type else { throw .fields(["issuetype": "Specify a valid issue type"]) }
        if fields["summary"]?.string?.isEmpty ?? true {
            throw .fields(["summary": "You must specify a summary of the issue."])
        }
        try check(fields, call.version, allowed: fieldNames(of: project))
        fields["issuetype"] = type
        fields["status"] = Self.open
        fields["assignee"] = try assignee(fields["assignee"])
        fields["labels"] = fields["labels"] ?? []
        let number =
            (issues.filter { $0.project == project.key }.compactMap { Int($0.key.dropFirst(project.key.count + 1)) }
                .max() ?? 0) + 1
        var issue = JiraIssue(key: "\(project.key)-\(number)", id: String(10_000 + issues.count), fields: fields)
        for property in call.body["properties"]?.array ?? [] {
            if let key = property["key"]?.string { issue.properties[key] = property["value"] }
        }
        add(issue)
        return .json(201, reference(issue))
    }

    func edit(_ issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let fields = call.body["fields"]?.object ?? [:]
        let project = try project(issue.project)
        try check(fields, call.version, allowed: fieldNames(of: project))
        var labels = issue.labels
        for operation in call.body["update"]?["labels"]?.array ?? [] {
            if let label = operation["add"]?.string, !labels.contains(label) { labels.append(label) }
            if let label = operation["remove"]?.string { labels.removeAll { $0 == label } }
        }
        try check(["labels": .array(labels.map(JSONValue.string))], call.version, allowed: ["labels"])
        try change(issue.key) { issue in
            issue.fields["labels"] = .array(labels.map(JSONValue.string))
            issue.fields.merge(fields) { $1 }
        }
        return .empty(204)
    }

    func assign(_ issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let person = try assignee(call.body)
        try change(issue.key) { $0.fields["assignee"] = person }
        return .empty(204)
    }

    func comment(on issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        guard let text = call.body["body"] else { throw .fields(["comment": "Comment body can not be empty!"]) }
        if let wrong = JiraFields.problem(with: text, call.version) { throw .fields(["comment": wrong]) }
        let comment: JSONValue = [
            "id": .string("2\(issue.comments.count)0"), "author": people.last!.json(flavour), "body": text,
        ]
        try change(issue.key) { $0.comments.append(comment) }
        return .json(201, comment)
    }

    func watch(_ issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        guard let id = call.body.string, people.contains(where: { $0.id == id }) else {
            throw JiraRefusal(status: 400, messages: ["The user \"\(call.body.string ?? "")\" does not exist."])
        }
        try change(issue.key) { if !$0.watchers.contains(id) { $0.watchers.append(id) } }
        return .empty(204)
    }

    // MARK: Search

    /// Cloud: `nextPageToken`, bounded JQL, only the fields asked for.
    func searchByToken(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let query = try JiraQuery(call.body["jql"]?.string ?? "")
        if query.clauses.isEmpty {
            throw JiraRefusal(
                status: 400,
                messages: ["Unbounded JQL queries are not allowed here. Please add a search restriction to your query."]
            )
        }
        let found = issues.filter(query.matches)
        let start = min(found.count, call.body["nextPageToken"]?.string.flatMap { Int($0) } ?? 0)
        let end = min(found.count, start + (call.body["maxResults"]?.int ?? 50))
        let wanted = (call.body["fields"]?.array ?? []).compactMap(\.string)
        let page = found[start..<end].map { issue in
            var shown = issue
            if !wanted.contains("*all") { shown.fields = shown.fields.filter { wanted.contains($0.key) } }
            return wanted.isEmpty ? ["id": .string(issue.id)] : json(shown)
        }
        return .json(
            200,
            .members([
                "issues": .array(page), "isLast": .bool(end == found.count),
                "nextPageToken": end < found.count ? .string(String(end)) : nil,
            ]))
    }

    /// Data Center: `startAt` and `total`.
    func searchByOffset(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let query = try JiraQuery(call.body["jql"]?.string ?? call.query["jql"] ?? "")
        let found = issues.filter(query.matches)
        let start = min(found.count, call.body["startAt"]?.int ?? call.query["startAt"].flatMap { Int($0) } ?? 0)
        let size = call.body["maxResults"]?.int ?? call.query["maxResults"].flatMap { Int($0) } ?? 50
        return .json(
            200,
            [
                "startAt": .int(start), "maxResults": .int(size), "total": .int(found.count),
                "issues": .array(found.dropFirst(start).prefix(size).map(json)),
            ])
    }

    // MARK: Pieces

    func json(_ issue: JiraIssue) -> JSONValue {
        let links = issue.links.enumerated().map { index, link -> JSONValue in
            .object([
                "id": .string("3000\(index)"), "type": ["name": .string(link.type)],
                link.isOutward ? "inwardIssue" : "outwardIssue": ["key": .string(link.other)],
            ])
        }
        return reference(issue).adding([
            "fields": JSONValue.object(issue.fields).adding(["issuelinks": .array(links)])
        ])
    }

    private func reference(_ issue: JiraIssue) -> JSONValue {
        let version = flavour == .cloud ? "3" : "2"
        return [
            "id": .string(issue.id), "key": .string(issue.key),
            "self": .string("\(base)/rest/api/\(version)/issue/\(issue.id)"),
        ]
    }

    private func assignee(_ value: JSONValue?) throws(JiraRefusal) -> JSONValue? {
        guard let value, value != .null, let id = value[JiraPerson.key(flavour)], id != .null else { return nil }
        guard let person = people.first(where: { $0.id == id.string }) else {
            throw .fields(["assignee": "User '\(id.string ?? "")' does not exist."])
        }
        return person.json(flavour)
    }

    private func check(
        _ fields: [String: JSONValue], _ version: JiraCall.Version, allowed: [String]
    ) throws(JiraRefusal) {
        let errors = JiraFields.problems(in: fields, version, allowed: allowed)
        if !errors.isEmpty { throw .fields(errors) }
    }
}
