import Networking

/// A place where messages are.
public struct Channel: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case open
        case closed
        /// The direct messages of the bot and one person.
        case direct(with: String)
    }

    public var id: String
    /// Without `#`; empty in direct messages.
    public var name: String
    public var kind: Kind
    public var isArchived: Bool
    /// In the order they joined.
    public var members: [String]

    public init(id: String, name: String, kind: Kind = .open, isArchived: Bool = false, members: [String]) {
        self.id = id
        self.name = name
        self.kind = kind
        self.isArchived = isArchived
        self.members = members
    }

    public var person: String? {
        if case .direct(let person) = kind { person } else { nil }
    }
}

extension Channel {
    /// https://docs.slack.dev/reference/objects/conversation-object
    func json(bot: String) -> JSONValue {
        if case .direct(let person) = kind {
            return [
                "id": .string(id), "created": 1_760_000_000, "is_im": true, "is_org_shared": false,
                "is_archived": false, "is_user_deleted": false, "user": .string(person), "priority": 0,
            ]
        }
        return [
            "id": .string(id), "name": .string(name), "name_normalized": .string(name), "created": 1_760_000_000,
            "is_channel": .bool(kind == .open), "is_group": .bool(kind == .closed), "is_im": false, "is_mpim": false,
            "is_private": .bool(kind == .closed), "is_archived": .bool(isArchived), "is_general": false,
            "is_member": .bool(members.contains(bot)), "is_shared": false, "is_ext_shared": false,
            "num_members": .int(members.count), "creator": .string(members.first ?? bot),
            "topic": ["value": "", "creator": "", "last_set": 0],
            "purpose": ["value": "", "creator": "", "last_set": 0],
        ]
    }

    /// What Slack calls the channel inside interactions and slash commands.
    var interactionName: String {
        switch kind {
        case .open: name
        case .closed: "privategroup"
        case .direct: "directmessage"
        }
    }
}
