/// Who may do what. Without `roles` in the configuration, full members view and scan, and nobody accepts risks or opens
/// tickets; guests and people of other workspaces may do nothing unless they are named.
public struct Permissions: Sendable {
    private let roles: RoleAssignments?
    private let directory: any Messenger
    /// Where people may ask for a role.
    private let helpChannel: String?

    public init(roles: RoleAssignments?, directory: any Messenger, helpChannel: String? = nil) {
        self.roles = roles
        self.directory = directory
        self.helpChannel = helpChannel
    }

    /// Throws a refusal that says which role is missing and who can grant it; the chat's error where it could not be found out.
    /// `name` is what people know it by, where that is not the command.
    public func check(
        _ person: Person, may command: Command, named name: RichText? = nil, in conversation: Conversation
    ) async throws {
        guard let roles else { return try checkWithoutRoles(person, command) }
        guard try await has(person, command.role, roles, conversation) else {
            throw Refusal(
                "\(name ?? "\(code: command.name)") needs the role \(code: command.role.rawValue), which you do not have\(place(roles, command.role)). \(grant(command.role))"
            )
        }
    }

    /// What needs no question first, and all questions before giving up: one that fails hides no other grant.
    private func has(
        _ person: Person, _ role: Role, _ roles: RoleAssignments, _ conversation: Conversation
    ) async throws(MessengerError) -> Bool {
        guard person.membership != .deactivated else { return false }
        let grantees = roles.grantees(of: role)
        let isMember = person.membership == .member
        for grantee in grantees {
            switch grantee {
            case .everyone where isMember: return true
            case .person(let entry) where person.isNamed(by: entry): return true
            default: break
            }
        }
        // Whoever invites a guest to a channel, or a partner to a shared one, does not mean to hand out roles.
        guard isMember else { return false }
        var failure: MessengerError?
        for grantee in grantees {
            do throws(MessengerError) {
                if try await includes(person, grantee, conversation) { return true }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return false
    }

    private func includes(
        _ person: Person, _ grantee: RoleAssignments.Grantee, _ conversation: Conversation
    ) async throws(MessengerError) -> Bool {
        switch grantee {
        case .everyone, .person: return false
        case .userGroup(let name):
            return try await directory.members(ofUserGroup: name)?.contains(person.id) ?? false
        case .channel(let name):
            guard conversation.kind == .channel else { return false }
            if conversation.channel == name { return true }
            do throws(MessengerError) {
                return try await directory.conversation(with: name).channel == conversation.channel
            } catch  where error.code == .notFound {
                return false
            }
        }
    }

    /// That it may be had elsewhere.
    private func place(_ roles: RoleAssignments, _ role: Role) -> RichText {
        let channels = roles.grantees(of: role).compactMap { grantee in
            if case .channel(let name) = grantee { name } else { nil }
        }
        return channels.isEmpty ? "" : " here (in \(listed(channels)) full members have it)"
    }

    private func grant(_ role: Role) -> RichText {
        let ask: RichText = helpChannel.map { "; ask in \($0)" } ?? ""
        return "Whoever keeps config.json can add you under \(code: "roles.\(role.rawValue)")\(ask)."
    }

    private func checkWithoutRoles(_ person: Person, _ command: Command) throws(Refusal) {
        guard person.membership == .member else {
            throw Refusal(
                "Only full members of this workspace may use me, unless config.json names them under \(code: "roles").")
        }
        if command.isForNamedPeople {
            throw Refusal(
                "\(code: command.name) is not allowed to anyone yet: config.json has no \(code: "roles"). \(grant(command.role))"
            )
        }
    }
}

extension Command {
    /// Whether it goes beyond looking, scanning and saying who is on it, so that somebody must have been named for it.
    fileprivate var isForNamedPeople: Bool {
        switch self {
        case .ticket, .snooze, .assign: true
        default: role == .approver
        }
    }
}
