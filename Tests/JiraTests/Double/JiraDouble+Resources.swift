import Foundation
import Networking

/// What the double does when nothing goes wrong.
extension JiraDouble {
    func carryOut(_ call: Call) -> Answer {
        var parts = call.path.split(separator: "/").map { String($0).removingPercentEncoding! }
        if parts == ["_edge", "tenant_info"], flavor == .cloud { return .json(["cloudId": .string(Self.cloudID)]) }
        var expected = setup.authorization
        if parts.starts(with: ["ex", "jira"]) {
            guard parts.count > 3, parts[2] == Self.cloudID else { return .error(404) }
            parts.removeFirst(3)
            expected = setup.scopedAuthorization
        }
        guard parts.count > 3, parts[0] == "rest", parts[1] == "api" else { return .error(404) }
        let resource = Array(parts.dropFirst(3))
        if resource == ["serverInfo"] { return serverInfo }
        guard parts[2] == flavor.version else { return .error(404, ["wrong version of the API"]) }
        if let expected, call.authorization != expected {
            return Answer(status: 401, body: "<html>Unauthorized</html>")
        }
        return answer(resource, call)
    }

    static let cloudID = "11111111-2222-3333-4444-555555555555"

    private func answer(_ resource: [String], _ call: Call) -> Answer {
        switch (call.method, resource.first, resource.count) {
        case ("GET", "myself", 1): return .json([person: "trailwatch", "displayName": "Trailwatch"])
        case ("GET", "field", 1): return .json([])
        case ("GET", "project", 2): return project(resource[1])
        case ("GET", "issue", 4...5) where resource[1] == "createmeta": return createMeta(resource, call.query)
        case ("POST", "search", 2) where flavor == .cloud: return search(call)
        case ("GET", "search", 1): return search(call)
        case ("POST", "issue", 1): return create(call.body ?? .null)
        case ("GET", "user", 3) where resource[1] == "assignable": return assignable(call.query)
        case ("GET", "user", 2) where resource[1] == "search": return people(call.query)
        case ("GET", "issueLinkType", 1): return .json(["issueLinkTypes": .array(setup.linkTypes)])
        case ("POST", "issueLink", 1): return link(call.body ?? .null)
        case (_, "issue", 2...): return answer(onIssue: resource, call)
        default: return .error(404, ["no such resource"])
        }
    }

    /// By which a person is told to this JIRA.
    var person: String { flavor == .cloud ? "accountId" : "name" }

    private var serverInfo: Answer {
        .json([
            "baseUrl": "http://elsewhere.invalid", "version": flavor == .cloud ? "1001.0.0" : "9.12.0",
            "versionNumbers": flavor == .cloud ? [1001, 0, 0] : [9, 12, 0],
            "deploymentType": flavor == .cloud ? "Cloud" : "Server",
        ])
    }

    private func project(_ key: String) -> Answer {
        guard let types = setup.projects[key] else {
            return .error(404, ["No project could be found with key '\(key)'."])
        }
        return .json(["key": .string(key), "issueTypes": .array(types.map(json))])
    }

    private func json(_ type: IssueType) -> JSONValue {
        ["id": .string(type.id), "name": .string(type.name), "subtask": .bool(type.isSubtask)]
    }

    private func createMeta(_ resource: [String], _ query: [String: String]) -> Answer {
        guard setup.hasCreateMeta else { return Answer(status: 404, body: "<html>Oops</html>") }
        guard let types = setup.projects[resource[2]] else {
            return .error(flavor == .cloud ? 404 : 400, ["no project"])
        }
        if resource.count == 4 { return page(types.map(json), query, cloud: "issueTypes") }
        guard let type = types.first(where: { $0.id == resource[4] }) else { return .error(404) }
        let fields = type.fields.sorted { $0.key < $1.key }.map { field -> JSONValue in
            [
                "fieldId": .string(field.key), "key": .string(field.key), "required": .bool(field.value),
                "hasDefaultValue": false, "operations": ["set"],
                "name": setup.customFields[field.key]?["name"] ?? .string(field.key.capitalized),
                "schema": setup.customFields[field.key]?["schema"] ?? ["type": "string", "system": .string(field.key)],
            ]
        }
        return page(fields, query, cloud: "fields")
    }

    /// At most two items a page, so that a client that reads only the first is found out.
    private func page(_ items: [JSONValue], _ query: [String: String], cloud member: String) -> Answer {
        let start = Int(query["startAt"] ?? "0")!
        let page = Array(items.dropFirst(start).prefix(2))
        return .json([
            flavor == .cloud ? member : "values": .array(page), "startAt": .int(start), "maxResults": 2,
            "total": .int(items.count),
        ])
    }

    private func search(_ call: Call) -> Answer {
        guard (call.method == "POST") == (flavor == .cloud) else {
            return .error(410, ["the search of the other JIRA"])
        }
        let (jql, fields) =
            flavor == .cloud
            ? (call.body?["jql"]?.string, call.body?["fields"]?.array?.compactMap(\.string))
            : (call.query["jql"], call.query["fields"]?.split(separator: ",").map(String.init))
        // Some clients write a blank as `+`.
        guard let jql, let label = jql.split(separator: "\"").dropFirst().first,
            jql.replacing("+", with: " ").hasPrefix("labels = "),
            fields == ["labels"]
        else { return .error(400, ["the double understands only searches by label"]) }
        let found = issues.filter { issue in
            !setup.searchLags
                && issue.fields["labels"]?.array?.contains { $0.string?.lowercased() == label.lowercased() } ?? false
        }.map { issue -> JSONValue in
            [
                "id": .string(id(issue.key)), "key": .string(issue.key),
                "fields": ["labels": issue.fields["labels"] ?? []],
            ]
        }
        let start =
            flavor == .cloud ? Int(call.body?["nextPageToken"]?.string ?? "0")! : Int(call.query["startAt"] ?? "0")!
        let page = Array(found.dropFirst(start).prefix(2))
        var answer: [String: JSONValue] = ["issues": .array(page)]
        if flavor == .cloud {
            if start + page.count < found.count { answer["nextPageToken"] = .string("\(start + page.count)") }
        } else {
            answer["total"] = .int(found.count)
        }
        return .json(.object(answer))
    }

    private func create(_ body: JSONValue) -> Answer {
        guard let fields = body["fields"]?.object, let project = fields["project"]?["key"]?.string,
            let type = setup.projects[project]?.first(where: {
                .string($0.id) == fields["issuetype"]?["id"] || .string($0.name) == fields["issuetype"]?["name"]
            })
        else { return .error(400, fields: ["project": "valid project is required"]) }
        var errors: [String: String] = [:]
        for (field, value) in fields {
            if type.fields[field] == nil {
                errors[field] = "Field '\(field)' cannot be set. It is not on the appropriate screen, or unknown."
            }
            if let reason = setup.refusedFields[field] { errors[field] = reason }
            if field == "description", (value.object != nil) != (flavor == .cloud) {
                errors[field] = "Operation value must be an Atlassian Document or a string, as this JIRA has it"
            }
        }
        for (field, required) in type.fields where required && fields[field] == nil {
            errors[field] = "\(field) is required."
        }
        if type.isSubtask, fields["parent"] == nil { errors["parentId"] = "Issue type is a sub-task but no parent" }
        let summary = fields["summary"]?.string ?? ""
        if summary.utf16.count > 255 || summary.contains("\n") { errors["summary"] = "The summary is invalid." }
        guard errors.isEmpty else { return .error(400, fields: errors) }
        let number = 1 + issues.count { $0.key.hasPrefix("\(project)-") }
        let key = "\(project)-\(number)"
        append(Issue(key: key, fields: fields, properties: body["properties"], assigneeID: setup.defaultAssigneeID))
        return .json(
            ["id": .string(id(key)), "key": .string(key), "self": "http://elsewhere.invalid/rest/api/issue/1"],
            status: 201)
    }

    private func assignable(_ query: [String: String]) -> Answer {
        guard setup.projects[query["project"] ?? ""] != nil else { return .error(404, ["no project"]) }
        return people(query)
    }

    private func people(_ query: [String: String]) -> Answer {
        if flavor == .cloud, let id = query["accountId"] {
            return .json(.array(setup.people.filter { $0["accountId"]?.string == id }.map(visible)))
        }
        guard let text = query[flavor == .cloud ? "query" : "username"]?.lowercased() else {
            return .error(400, ["the parameter of the other JIRA"])
        }
        let members = ["displayName", "emailAddress", "hiddenEmail"] + (flavor == .cloud ? [] : ["name"])
        let found = setup.people.filter { person in
            members.contains { person[$0]?.string?.lowercased().contains(text) ?? false }
        }
        return .json(.array(found.map(visible)))
    }

    /// Cloud has no user names, and finds people by an e-mail that it does not show.
    private func visible(_ person: JSONValue) -> JSONValue {
        var shown = person.object!.filter {
            $0.key != "hiddenEmail" && $0.key != (flavor == .cloud ? "name" : "accountId")
        }
        shown["self"] = .string(
            "http://elsewhere.invalid/rest/api/user?\(self.person)=\(shown[self.person]?.string ?? "")")
        return .object(shown)
    }

    private func link(_ body: JSONValue) -> Answer {
        guard let type = body["type"]?["name"]?.string, let from = body["inwardIssue"]?["key"]?.string,
            let to = body["outwardIssue"]?["key"]?.string,
            setup.linkTypes.contains(where: { $0["name"]?.string == type })
        else { return .error(400) }
        guard issues.contains(where: { $0.key == to }), update(from, { $0.links.append([type, to]) }) else {
            return .error(404, ["Issue does not exist."])
        }
        return Answer(status: 201)
    }
}
