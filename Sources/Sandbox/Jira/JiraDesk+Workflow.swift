import FoundationEssentials
import Networking

/// The way of an issue through its statuses, and what hangs on it.
extension JiraDesk {
    /// Everything leads everywhere, as in a project that nobody arranged. Data Center asks for a resolution.
    private var transitions: [JSONValue] {
        let resolution: JSONValue = [
            "resolution": [
                "required": true, "name": "Resolution", "hasDefaultValue": false, "operations": ["set"],
                "schema": ["type": "resolution", "system": "resolution"],
                "allowedValues": [["id": "10000", "name": "Done"], ["id": "10001", "name": "Won't Do"]],
            ]
        ]
        return [
            ["id": "11", "name": "To Do", "to": Self.open, "fields": [:]],
            ["id": "21", "name": "In Progress", "to": Self.inProgress, "fields": [:]],
            ["id": "31", "name": "Done", "to": Self.done, "fields": flavour == .cloud ? [:] : resolution],
        ]
    }

    static let inProgress: JSONValue = [
        "name": "In Progress", "statusCategory": ["key": "indeterminate", "name": "In Progress"],
    ]

    func transitions(of issue: JiraIssue, _ call: JiraCall) -> ServedResponse {
        .json(200, ["transitions": .array(transitions.filter { $0["to"] != issue.fields["status"] })])
    }

    func transit(_ issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        let id = call.body["transition"]?["id"]?.string ?? ""
        guard let transition = transitions.first(where: { $0["id"]?.string == id }), let status = transition["to"]
        else {
            throw JiraRefusal(status: 400, messages: ["Transition id '\(id)' is not valid for this issue."])
        }
        let fields = call.body["fields"]?.object ?? [:]
        for name in transition["fields"]?.object?.keys.sorted() ?? [] where !fields.keys.contains(name) {
            throw .fields([name: "\(name) is required."])
        }
        move(issue.key, to: status, resolution: fields["resolution"])
        return .empty(204)
    }

    /// Somebody moves an issue by hand; `resolution` as JIRA's API takes it.
    public func move(_ key: String, toDone isDone: Bool, resolution: String = "Done") {
        move(key, to: isDone ? Self.done : Self.open, resolution: ["name": .string(resolution)])
    }

    private func move(_ key: String, to status: JSONValue, resolution: JSONValue?) {
        let isDone = status == Self.done
        try? change(key) { issue in
            issue.fields["status"] = status
            issue.fields["resolution"] = isDone ? resolution ?? ["name": "Done"] : .null
            let now = Date().formatted(.iso8601).dropLast()
            issue.fields["resolutiondate"] = isDone ? .string("\(now).000+0000") : .null
        }
    }

    /// An upsert by `globalId`.
    func linkRemotely(_ issue: JiraIssue, _ call: JiraCall) throws(JiraRefusal) -> ServedResponse {
        guard call.body["object"]?["url"]?.string != nil, call.body["object"]?["title"]?.string != nil else {
            throw .fields(["object": "The url and the title of the link are required."])
        }
        let id = call.body["globalId"]?.string ?? "link-\(issue.remoteLinks.count)"
        try change(issue.key) { $0.remoteLinks[id] = call.body }
        return .json(issue.remoteLinks.keys.contains(id) ? 200 : 201, ["id": 10_000, "self": .string(base)])
    }

    /// A `multipart/form-data` with a part named `file`.
    func attach(to key: String, _ request: ServedRequest) throws(JiraRefusal) -> ServedResponse {
        guard request.headers["X-Atlassian-Token"] == "no-check" else {
            throw JiraRefusal(status: 403, messages: ["XSRF check failed"])
        }
        let text = String(decoding: request.body, as: UTF8.self)
        guard text.contains("name=\"file\""), let start = text.firstRange(of: "filename=\"")?.upperBound else {
            throw JiraRefusal(status: 400, messages: ["There is no part named file."])
        }
        let name = String(text[start...].prefix { $0 != "\"" })
        try change(key) { issue in
            let files = issue.fields["attachment"]?.array ?? []
            issue.fields["attachment"] = .array(files + [["filename": .string(name)]])
        }
        return .json(200, [["filename": .string(name)]])
    }
}
