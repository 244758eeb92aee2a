import Networking

/// A user group. https://docs.slack.dev/reference/objects/usergroup-object
public struct UserGroup: Sendable, Equatable {
    public var id: String
    public var handle: String
    public var members: [String]

    public init(id: String, handle: String, members: [String]) {
        self.id = id
        self.handle = handle
        self.members = members
    }
}

extension Workspace {
    /// Makes a user group, or changes the one with its id, and tells the app.
    public func set(_ group: UserGroup) {
        userGroups.removeAll { $0.id == group.id }
        userGroups.append(group)
        tell(["type": "subteam_updated", "subteam": json(group, withUsers: true)])
    }

    func listUserGroups(_ arguments: CallArguments) -> JSONValue {
        let withUsers = arguments.bool("include_users")
        return ["usergroups": .array(userGroups.map { json($0, withUsers: withUsers) })]
    }

    private func json(_ group: UserGroup, withUsers: Bool) -> JSONValue {
        .members([
            "id": .string(group.id), "team_id": .string(identity.team), "is_usergroup": true,
            "handle": .string(group.handle), "name": .string(group.handle), "date_delete": 0,
            "users": withUsers ? .array(group.members.map(JSONValue.string)) : nil,
        ])
    }
}
