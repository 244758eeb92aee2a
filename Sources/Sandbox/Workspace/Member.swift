import Networking

/// Somebody of the workspace.
public struct Member: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case person
        case guest
        case bot
    }

    public var id: String
    /// The handle.
    public var name: String
    public var displayName: String
    public var realName: String
    public var email: String?
    public var kind: Kind
    public var isDeactivated: Bool

    public init(
        id: String, name: String, displayName: String, realName: String, email: String? = nil, kind: Kind = .person,
        isDeactivated: Bool = false
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.realName = realName
        self.email = email
        self.kind = kind
        self.isDeactivated = isDeactivated
    }
}

extension Member {
    /// A user object of `users.list` and `users.info`: https://docs.slack.dev/reference/objects/user-object
    func json(team: String) -> JSONValue {
        [
            "id": .string(id), "team_id": .string(team), "name": .string(name), "deleted": .bool(isDeactivated),
            "real_name": .string(realName), "tz": "Etc/UTC", "tz_label": "Coordinated Universal Time", "tz_offset": 0,
            "is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": .bool(kind == .guest),
            "is_ultra_restricted": false, "is_bot": .bool(kind == .bot), "is_app_user": false, "updated": 1_760_000_000,
            "is_email_confirmed": .bool(email != nil),
            "profile": .members([
                "real_name": .string(realName), "real_name_normalized": .string(realName),
                "display_name": .string(displayName), "display_name_normalized": .string(displayName),
                "email": email.map(JSONValue.string), "team": .string(team), "title": "", "phone": "",
            ]),
        ]
    }

    /// The short form inside interactions.
    func reference(team: String) -> JSONValue {
        ["id": .string(id), "username": .string(name), "name": .string(name), "team_id": .string(team)]
    }
}
