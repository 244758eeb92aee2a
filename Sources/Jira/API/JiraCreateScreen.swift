import Networking

/// What can be set when a ticket of one type is created in one project.
struct JiraCreateScreen: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        var id: String
        var name: String
        var isRequired = false
        /// JIRA fills it by itself.
        var hasDefault = false
        /// The kind of a custom field, such as `com.pyxis.greenhopper.jira:gh-epic-link`.
        var custom: String?
    }

    var typeID: String
    var isSubtask = false
    /// nil when JIRA does not tell.
    var fields: [Field]?

    func mayHave(_ id: String) -> Bool { fields?.contains { $0.id == id } ?? true }

    func insists(on id: String) -> Bool { fields?.contains { $0.id == id && $0.isRequired } ?? false }

    /// The id of the field that people call `name`; the name itself when it is an id, or no field is called that.
    func id(of name: String) -> String {
        if fields?.contains(where: { $0.id == name }) ?? true { return name }
        return fields?.first { $0.name.lowercased() == name.lowercased() }?.id ?? name
    }

    /// The field as people know it, with its id where that says nothing.
    func name(of id: String) -> String {
        guard id.hasPrefix("customfield_"), let name = fields?.first(where: { $0.id == id })?.name, name != id else {
            return id
        }
        return "\(name) (\(id))"
    }
}

extension JiraCreateScreen.Field {
    /// From createmeta; nil for what has no id.
    init?(_ meta: JSONValue) {
        guard let id = (meta["fieldId"] ?? meta["key"])?.string else { return nil }
        self.init(
            id: id, name: meta["name"]?.string ?? id, isRequired: meta["required"]?.bool ?? false,
            hasDefault: meta["hasDefaultValue"]?.bool ?? false,
            custom: meta["schema"]?["custom"]?.string)
    }
}

/// The field that puts a new ticket under its parent.
struct JiraParentField: Sendable, Equatable {
    var id: String
    var value: JSONValue

    /// nil where the ticket is linked instead, for the screen has no such field.
    init?(
        _ parent: String, as parentage: JiraTicketOptions.Parentage, _ screen: JiraCreateScreen,
        _ deployment: JiraDeployment
    ) {
        switch (parentage, deployment) {
        case (.subtask, _) where screen.isSubtask, (.epic, .cloud) where screen.mayHave("parent"):
            self.init(id: "parent", value: ["key": .string(parent)])
        case (.epic, .dataCenter):
            guard let field = screen.epicLink else { return nil }
            self.init(id: field, value: .string(parent))
        default: return nil
        }
    }

    private init(id: String, value: JSONValue) {
        (self.id, self.value) = (id, value)
    }
}

extension JiraCreateScreen {
    /// Data Center's own field for the epic.
    var epicLink: String? { fields?.first { $0.custom == "com.pyxis.greenhopper.jira:gh-epic-link" }?.id }
}
