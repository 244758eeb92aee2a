/// A person's id in the chat.
public struct PersonID: Hashable, Sendable, Codable, RawRepresentable {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A person as the chat's directory knows them.
public struct Person: Hashable, Sendable, Codable {
    /// What kind of member somebody is.
    public enum Membership: String, Sendable, Codable {
        case member
        case guest
        /// A person of another workspace, met in a shared channel.
        case stranger
        case bot
        case deactivated
    }

    public var id: PersonID
    /// The handle (`name`), the display name and the full name, as far as they are set. Everybody can choose their own, so no
    /// permission goes by them.
    public var names: [String]
    public var email: String?
    public var membership: Membership

    public init(id: PersonID, names: [String], email: String? = nil, membership: Membership = .member) {
        self.id = id
        self.names = names
        self.email = email
        self.membership = membership
    }

    /// Whether a role's entry means this person: by id or e-mail, which nobody can choose for themselves. The e-mail of a
    /// stranger is what another workspace says it is, and proves nothing here.
    public func isNamed(by entry: String) -> Bool {
        entry == id.rawValue || membership != .stranger && entry.lowercased() == email?.lowercased()
    }
}
