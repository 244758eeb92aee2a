import Networking

/// What JIRA knows of fields and refuses in them.
enum JiraFields {
    static let usual = ["project", "issuetype", "summary", "description", "labels", "assignee"]
    private static let priorities = ["Highest", "High", "Medium", "Low", "Lowest"]

    /// A field of the create screen, as createmeta tells of it.
    static func description(_ name: String, _ project: JiraScenario.Project) -> JSONValue {
        let types = ["labels": "array", "assignee": "user", "project": "project", "issuetype": "issuetype"]
        return .members([
            "fieldId": .string(name), "key": .string(name),
            "name": .string(name.prefix(1).uppercased() + name.dropFirst()),
            "required": .bool(["project", "issuetype", "summary"].contains(name)), "hasDefaultValue": false,
            "operations": name == "labels" ? ["add", "set", "remove"] : ["set"],
            "schema": [
                "type": .string(types[name] ?? (name == "priority" ? "priority" : "string")), "system": .string(name),
            ],
            "allowedValues": name == "priority"
                ? .array(priorities.enumerated().map { ["id": .string(String($0 + 1)), "name": .string($1)] }) : nil,
        ])
    }

    /// JIRA's sentences, by field.
    static func problems(
        in fields: [String: JSONValue], _ version: JiraCall.Version, allowed: [String]
    ) -> [String: String] {
        var problems: [String: String] = [:]
        for (name, value) in fields {
            if !allowed.contains(name) {
                problems[name] =
                    "Field '\(name)' cannot be set. It is not on the appropriate screen, or unknown."
            } else if let problem = problem(name, value, version) {
                problems[name] = problem
            }
        }
        return problems
    }

    private static func problem(_ name: String, _ value: JSONValue, _ version: JiraCall.Version) -> String? {
        switch name {
        case "summary":
            guard let text = value.string else { return "Operation value must be a string" }
            if text.utf16.count > 255 { return "Summary can't exceed 255 characters." }
            return text.contains(where: \.isNewline)
                ? "The summary is invalid because it contains newline characters." : nil
        case "description": return problem(with: value, version)
        case "labels":
            let bad = (value.array ?? []).compactMap(\.string).first { $0.contains(" ") }
            return bad.map { "The label '\($0)' contains spaces which is invalid." }
        case "priority":
            let known = value["id"] != nil || priorities.contains(value["name"]?.string ?? "")
            return known ? nil : "Priority name '\(value["name"]?.string ?? "")' is not valid"
        default: return nil
        }
    }

    /// A long text: an Atlassian document in v3, wiki markup in v2.
    static func problem(with text: JSONValue, _ version: JiraCall.Version) -> String? {
        switch version {
        case .v3:
            guard text["type"]?.string == "doc", text["version"]?.int == 1, text["content"]?.array != nil else {
                return "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            }
            return length(of: text) > 32_767 ? tooLong : nil
        case .v2:
            guard let text = text.string else { return "Operation value must be a string" }
            return text.utf16.count > 32_767 ? tooLong : nil
        }
    }

    private static let tooLong = "The entered text is too long. It exceeds the allowed limit of 32,767 characters."

    private static func length(of node: JSONValue) -> Int {
        (node["text"]?.string?.utf16.count ?? 0) + (node["content"]?.array ?? []).map(length).reduce(0, +)
    }
}
