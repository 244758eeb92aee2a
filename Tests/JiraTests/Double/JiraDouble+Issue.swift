import Foundation
import Networking

/// What can be done to one issue.
extension JiraDouble {
    func answer(onIssue resource: [String], _ call: Call) -> Answer {
        guard let issue = issues.first(where: { $0.key == resource[1] }) else {
            return .error(404, ["Issue does not exist or you do not have permission to see it."])
        }
        let body = call.body ?? .null
        switch (call.method, resource.count > 2 ? resource[2] : "", resource.count) {
        case ("GET", "", 2): return .json(json(issue, call.query["fields"]))
        case ("PUT", "", 2): return edit(issue, body)
        case ("PUT", "assignee", 3): return assign(issue, body)
        case ("GET", "comment", 3): return comments(of: issue, call.query)
        case ("POST", "comment", 3): return comment(issue, body["body"])
        case ("GET", "transitions", 3): return .json(["transitions": .array(transitions(of: issue).map(json))])
        case ("POST", "transitions", 3): return transit(issue, body)
        case ("POST", "watchers", 3): return watch(issue, body)
        case ("POST", "attachments", 3): return attach(issue, call)
        case ("POST", "remotelink", 3): return linkRemotely(issue, body)
        default: return .error(405, ["no such resource"])
        }
    }

    func id(_ key: String) -> String { String(10_000 + (issues.firstIndex { $0.key == key } ?? issues.count)) }

    private func json(_ issue: Issue, _ names: String?) -> JSONValue {
        let links = issue.links.map { link -> JSONValue in
            ["type": ["name": .string(link[0])], "outwardIssue": ["key": .string(link[1])]]
        }
        var fields = issue.fields
        fields["assignee"] = issue.assigneeID.map { [person: .string($0)] } ?? .null
        fields["issuelinks"] = .array(links)
        fields["status"] = json(issue.status)
        fields["resolution"] = issue.resolution.map { ["name": .string($0)] } ?? .null
        let closing = String(format: "2026-11-24T10:%02d:00.000+0100", issue.closings)
        fields["resolutiondate"] = issue.status.category == "done" ? .string(closing) : .null
        fields["attachment"] = .array(issue.attachments.map { ["filename": .string($0[0])] })
        fields["issuetype"] =
            setup.projects.values.joined().first { .string($0.id) == issue.fields["issuetype"]?["id"] }
            .map { ["id": .string($0.id), "name": .string($0.name), "subtask": .bool($0.isSubtask)] }
            ?? ["id": "1", "name": "Task", "subtask": false]
        fields["project"] = ["key": .string(String(issue.key.prefix { $0 != "-" }))]
        let wanted = names.map { Set($0.split(separator: ",").map(String.init)) }
        if let wanted, !wanted.contains("*all") { fields = fields.filter { wanted.contains($0.key) } }
        return ["id": .string(id(issue.key)), "key": .string(issue.key), "fields": .object(fields)]
    }

    private func json(_ status: Status) -> JSONValue {
        ["name": .string(status.name), "statusCategory": ["key": .string(status.category)]]
    }

    private func edit(_ issue: Issue, _ body: JSONValue) -> Answer {
        guard let changes = body["update"]?["labels"]?.array else {
            return .error(400, ["only labels are edited here"])
        }
        var labels = issue.labels
        for change in changes {
            if let label = change["add"]?.string, !labels.contains(label) { labels.append(label) }
            if let label = change["remove"]?.string { labels.removeAll { $0 == label } }
        }
        _ = update(issue.key) { $0.fields["labels"] = .array(labels.map(JSONValue.string)) }
        return Answer(status: 204)
    }

    private func assign(_ issue: Issue, _ body: JSONValue) -> Answer {
        guard let id = body[person]?.string else { return .error(400, ["no person"]) }
        _ = update(issue.key) { $0.assigneeID = id }
        return Answer(status: 204)
    }

    private func comments(of issue: Issue, _ query: [String: String]) -> Answer {
        let all = query["orderBy"] == "-created" ? issue.comments.reversed() : issue.comments
        let page = all.prefix(Int(query["maxResults"] ?? "50")!)
        return .json([
            "comments": .array(page.enumerated().map { ["id": .string("\($0)"), "body": $1] }), "startAt": 0,
            "maxResults": .int(page.count), "total": .int(all.count),
        ])
    }

    /// nil for a text in the format of this JIRA.
    private func refusal(of text: JSONValue?) -> Answer? {
        guard let text, (text.object != nil) == (flavor == .cloud) else {
            return .error(400, fields: ["comment": "Comment body is not valid!"])
        }
        return text.text.utf16.count > 40_000 ? .error(400, fields: ["comment": "too long"]) : nil
    }

    private func comment(_ issue: Issue, _ text: JSONValue?) -> Answer {
        if let refusal = refusal(of: text) { return refusal }
        _ = update(issue.key) { $0.comments.append(text!) }
        return .json(["id": .string("\(issue.comments.count)"), "body": text!], status: 201)
    }

    private func transitions(of issue: Issue) -> [Transition] {
        setup.transitions.filter { $0.from.contains(issue.status.name) }
    }

    private func json(_ transition: Transition) -> JSONValue {
        [
            "id": .string(transition.id), "name": .string(transition.name), "to": json(transition.to),
            "fields": transition.fields,
        ]
    }

    private func transit(_ issue: Issue, _ body: JSONValue) -> Answer {
        let id = body["transition"]?["id"]?.string
        guard let transition = transitions(of: issue).first(where: { $0.id == id }) else {
            return .error(400, ["Transition id \(id ?? "") is not valid for this issue."])
        }
        let given = body["fields"]?.object ?? [:]
        for (name, field) in transition.fields.object ?? [:] {
            if field["required"] == true, given[name] == nil, body["update"]?[name] == nil {
                return .error(400, fields: [name: "\(name) is required."])
            }
        }
        for name in given.keys where transition.fields[name] == nil {
            return .error(400, fields: [name: "Field '\(name)' cannot be set. It is not on the appropriate screen."])
        }
        if let comment = body["update"]?["comment"]?[0]?["add"]?["body"] {
            if transition.fields["comment"] == nil { return .error(400, ["no comment on this screen"]) }
            let answer = self.comment(issue, comment)
            guard answer.status == 201 else { return answer }
        }
        _ = update(issue.key) {
            $0.status = transition.to
            $0.resolution = transition.to.category == "done" ? given["resolution"]?["name"]?.string : nil
            if transition.to.category == "done" { $0.closings += 1 }
        }
        return Answer(status: 204)
    }

    private func watch(_ issue: Issue, _ body: JSONValue) -> Answer {
        guard let id = body.string, setup.people.contains(where: { $0[person]?.string == id }) else {
            return .error(400, ["The user does not exist."])
        }
        _ = update(issue.key) { if !$0.watchers.contains(id) { $0.watchers.append(id) } }
        return Answer(status: 204)
    }

    private func attach(_ issue: Issue, _ call: Call) -> Answer {
        guard call.token == "no-check" else { return Answer(status: 403, body: "XSRF check failed") }
        let parts = (call.upload ?? "").components(separatedBy: "\r\n\r\n")
        guard parts.count == 2, parts[0].contains("name=\"file\""),
            let name = parts[0].components(separatedBy: "filename=\"").last?.prefix(while: { $0 != "\"" }),
            let end = parts[1].range(of: "\r\n--", options: .backwards)
        else { return .error(400, ["no part named file"]) }
        _ = update(issue.key) { $0.attachments.append([String(name), String(parts[1][..<end.lowerBound])]) }
        return .json([["filename": .string(String(name)), "size": .int(parts[1].utf8.count)]])
    }

    private func linkRemotely(_ issue: Issue, _ body: JSONValue) -> Answer {
        guard body["object"]?["url"]?.string != nil, body["object"]?["title"]?.string != nil else {
            return .error(400, fields: ["object": "url and title are required"])
        }
        let id = body["globalId"]?.string ?? "\(issue.remoteLinks.count)"
        _ = update(issue.key) { $0.remoteLinks[id] = body }
        let isNew = issue.remoteLinks[id] == nil
        return .json(["id": 10000, "self": "http://elsewhere.invalid/remotelink/10000"], status: isNew ? 201 : 200)
    }
}
