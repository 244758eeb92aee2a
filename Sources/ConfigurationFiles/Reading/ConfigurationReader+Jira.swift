import CloudTrailCore
import Networking

extension ConfigurationReader {
    mutating func readJira(_ section: Section) -> JiraSettings {
        values.noteUnread(
            in: section,
            known: [
                "enabled", "server", "issue_type", "text_field_character_limit", "parent", "components", "priorities",
                "custom_fields", "watchers", "close_transition", "reopen_transition", "resolution",
                "declined_resolutions", "opening",
            ])
        let defaults = JiraSettings()
        var settings = JiraSettings(
            isEnabled: values.flag(section["enabled"]) ?? defaults.isEnabled,
            server: values.webAddress(section["server"]).map(Self.withoutFinalSlashes),
            issueType: values.text(section["issue_type"]) ?? defaults.issueType,
            textFieldCharacterLimit: values.count(section["text_field_character_limit"]).flatMap { $0 == 0 ? nil : $0 })
        if settings.isEnabled, section["server"]?.isUnset != false {
            values.report(
                "JIRA is enabled: expected `jira.server`, its root URL, found none",
                at: section["server"]?.position ?? section.position)
        }
        readTicketKeys(section, into: &settings)
        return settings
    }

    private mutating func readTicketKeys(_ section: Section, into settings: inout JiraSettings) {
        settings.opening =
            values.value(
                section["opening"], expected: "\"automatic\" or \"on_request\"", JiraSettings.Opening.init(rawValue:))
            ?? .automatic
        settings.parent =
            values.value(
                section["parent"], expected: "\"relates\", \"subtask\" or \"epic\"",
                JiraSettings.Parent.init(rawValue:))
            ?? .relates
        settings.components =
            values.list(section["components"], of: "components", each: "a component's name in quotes") ?? []
        settings.priorities = readPriorities(values.section(section["priorities"], named: "jira.priorities"))
        for member in values.section(section["custom_fields"], named: "jira.custom_fields")?.members ?? []
        where !member.node.isUnset {
            settings.customFields[member.key] = JSONValue(member.node)
        }
        settings.watchers =
            values.list(section["watchers"], of: "people", each: "a person's e-mail, name or id in quotes") ?? []
        settings.closingTransition = values.text(section["close_transition"])
        settings.reopeningTransition = values.text(section["reopen_transition"])
        settings.resolution = values.text(section["resolution"])
        settings.declinedResolutions = values.list(
            section["declined_resolutions"], of: "resolutions", each: "a resolution's name in quotes")
    }

    private mutating func readPriorities(_ section: Section?) -> [Finding.Kind: String] {
        var priorities: [Finding.Kind: String] = [:]
        for member in section?.members ?? [] {
            guard let kind = Finding.Kind(rawValue: member.key) else {
                let kinds = Finding.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                values.report(
                    "expected one of the findings \(kinds), found \(member.key.quotedBriefly())", at: member.keyPosition
                )
                continue
            }
            priorities[kind] = values.text(member.node, expected: "a priority's name in quotes")
        }
        return priorities
    }

    private static func withoutFinalSlashes(_ address: String) -> String {
        var root = Substring(address)
        while root.last == "/" { root.removeLast() }
        return String(root)
    }
}

extension JSONValue {
    /// The value without its comments.
    fileprivate init(_ node: Node) {
        switch node.value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let digits): self = Int(digits).map(JSONValue.int) ?? .double(Double(digits) ?? 0)
        case .string(let text): self = .string(text)
        case .array(let nodes): self = .array(nodes.map(JSONValue.init))
        case .object(let members):
            self = .object(
                Dictionary(
                    members.filter { $0.key != Node.commentKey }.map { ($0.key, JSONValue($0.node)) },
                    uniquingKeysWith: { $1 }))
        }
    }
}
