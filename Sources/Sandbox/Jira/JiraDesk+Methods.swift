import Networking

extension JiraDesk {
    func perform(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let path = call.path
        switch (call.method, path.first, path.count) {
        case ("GET", "serverInfo", 1): return .json(200, serverInfo)
        case ("GET", "myself", 1): return .json(200, people.last!.json(flavour))
        case ("GET", "project", 2): return .json(200, json(try project(path[1])))
        case ("GET", "user", 3) where path[1...] == ["assignable", "search"]: return try assignable(call)
        case ("GET", "user", 2) where path[1] == "search": return try assignable(call)
        case ("GET", "issueLinkType", 1): return .json(200, ["issueLinkTypes": .array(JiraLinks.types)])
        case ("POST", "issueLink", 1): return try link(call.body)
        case ("POST", "search", 2) where path[1] == "jql" && flavour == .cloud: return try searchByToken(call)
        case ("GET", "search", 1), ("POST", "search", 1): return try searchByOffset(call)
        case (_, "issue", 2...): return try issueMethod(call)
        case ("POST", "issue", 1): return try create(call)
        default: throw JiraRefusal(status: 404, messages: ["No such resource."])
        }
    }

    private func issueMethod(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let path = call.path
        if path[1] == "createmeta" { return try createMeta(call) }
        guard let issue = issue(path[1]) else { throw .noIssue }
        switch (call.method, path.count > 2 ? path[2] : "", path.count) {
        case ("GET", "", 2): return .json(200, json(issue))
        case ("PUT", "", 2): return try edit(issue, call)
        case ("PUT", "assignee", 3): return try assign(issue, call)
        case ("GET", "comment", 3):
            return .json(200, ["comments": .array(issue.comments), "total": .int(issue.comments.count)])
        case ("POST", "comment", 3): return try comment(on: issue, call)
        case ("GET", "transitions", 3): return transitions(of: issue, call)
        case ("POST", "transitions", 3): return try transit(issue, call)
        case ("POST", "remotelink", 3): return try linkRemotely(issue, call)
        case ("POST", "watchers", 3): return try watch(issue, call)
        case ("GET", "properties", 4):
            guard let value = issue.properties[path[3]] else {
                throw JiraRefusal(status: 404, messages: ["The property with key '\(path[3])' does not exist."])
            }
            return .json(200, ["key": .string(path[3]), "value": value])
        case ("PUT", "properties", 4):
            try change(issue.key) { issue in issue.properties[path[3]] = call.body }
            return .json(issue.properties[path[3]] == nil ? 201 : 200, [:])
        default: throw JiraRefusal(status: 405, messages: ["Method Not Allowed"])
        }
    }

    private var serverInfo: JSONValue {
        switch flavour {
        case .cloud:
            [
                "baseUrl": .string(base), "version": "1001.0.0-SNAPSHOT", "versionNumbers": [1001, 0, 0],
                "deploymentType": "Cloud", "buildNumber": 100_290, "serverTitle": "Jira",
            ]
        case .datacenter:
            [
                "baseUrl": .string(base), "version": "10.3.2", "versionNumbers": [10, 3, 2],
                "deploymentType": "Server", "buildNumber": 10_030_002, "serverTitle": "Jira",
            ]
        }
    }

    // MARK: Projects

    func project(_ key: String) throws(JiraRefusal) -> JiraScenario.Project {
        guard let project = projects.first(where: { $0.key == key }) else {
            throw JiraRefusal(status: 404, messages: ["No project could be found with key '\(key)'."])
        }
        return project
    }

    func types(of project: JiraScenario.Project) -> [JSONValue] {
        (project.issueTypes ?? ["Task", "Bug"]).enumerated().map { index, name in
            ["id": .string("1000\(index + 1)"), "name": .string(name), "subtask": false, "description": ""]
        }
    }

    private func json(_ project: JiraScenario.Project) -> JSONValue {
        [
            "id": .string("1\(projects.firstIndex { $0.key == project.key } ?? 0)000"), "key": .string(project.key),
            "name": .string(project.name), "issueTypes": .array(types(of: project)), "projectTypeKey": "software",
        ]
    }

    /// `issue/createmeta/{project}/issuetypes` and `…/issuetypes/{id}`.
    private func createMeta(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let path = call.path
        guard call.method == "GET", (4...5).contains(path.count), path[3] == "issuetypes" else {
            throw JiraRefusal(status: 404, messages: ["No such resource."])
        }
        let project = try project(path[2])
        if path.count == 4 { return page("issueTypes", types(of: project)) }
        guard types(of: project).contains(where: { $0["id"]?.string == path[4] }) else {
            throw JiraRefusal(status: 404, messages: ["Issue type with id '\(path[4])' does not exist."])
        }
        return page("fields", fieldNames(of: project).map { JiraFields.description($0, project) })
    }

    /// Cloud names the list after what is in it; Data Center calls it `values`.
    private func page(_ name: String, _ items: [JSONValue]) -> ServedResponse {
        let common: JSONValue = ["startAt": 0, "maxResults": 50, "total": .int(items.count)]
        return switch flavour {
        case .cloud: .json(200, common.adding(.object([name: .array(items)])))
        case .datacenter: .json(200, common.adding(["values": .array(items), "isLast": true]))
        }
    }

    func fieldNames(of project: JiraScenario.Project) -> [String] {
        JiraFields.usual + (project.fields ?? [])
    }

    private func assignable(_ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        if let key = call.query["project"] { _ = try project(key) }
        let wanted = (call.query[flavour == .cloud ? "query" : "username"] ?? "").lowercased()
        let found = people.filter { person in
            person.displayName.lowercased().contains(wanted) || person.email.lowercased().hasPrefix(wanted)
                || (flavour == .datacenter && person.id.hasPrefix(wanted))
        }
        return .json(200, .array(found.map { $0.json(flavour) }))
    }

    // MARK: Links

    private func link(_ body: JSONValue) throws(JiraRefusal) -> ServedResponse {
        let name = body["type"]?["name"]?.string ?? body["type"]?["id"]?.string.flatMap(JiraLinks.name)
        guard let name, JiraLinks.types.contains(where: { $0["name"]?.string == name }) else {
            throw JiraRefusal(status: 404, messages: ["No issue link type with name '\(name ?? "")' found."])
        }
        let (inward, outward) = (body["inwardIssue"]?["key"]?.string ?? "", body["outwardIssue"]?["key"]?.string ?? "")
        guard issue(inward) != nil, issue(outward) != nil else { throw .noIssue }
        try change(inward) { $0.links.append(.init(type: name, isOutward: false, other: outward)) }
        try change(outward) { $0.links.append(.init(type: name, isOutward: true, other: inward)) }
        return .empty(201)
    }
}

/// The link types of every JIRA.
enum JiraLinks {
    static let types: [JSONValue] = [
        ["id": "10000", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"],
        ["id": "10001", "name": "Cloners", "inward": "is cloned by", "outward": "clones"],
        ["id": "10002", "name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"],
        ["id": "10003", "name": "Relates", "inward": "relates to", "outward": "relates to"],
    ]

    static func name(_ id: String) -> String? { types.first { $0["id"]?.string == id }?["name"]?.string }
}
