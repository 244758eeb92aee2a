/// Who may do what. Without `roles` in the configuration, full members view and scan, and nobody accepts risks or opens
/// tickets; guests may do nothing unless they are named.
public struct Permissions: Sendable {
    private let roles: RoleAssignments?

    public init(roles: RoleAssignments?) {
        self.roles = roles
    }

    /// Throws a refusal that says which role is missing and who can grant it.
    public func check(_ person: Person, may command: Command) throws(Refusal) {
        guard let roles else { return try checkWithoutRoles(person, command) }
        guard roles.role(of: person).map({ $0 >= command.role }) ?? false else {
            throw Refusal(
                "\(code: command.name) needs the role \(code: command.role.rawValue), which you do not have. Whoever keeps config.json can add you under \(code: "roles.\(command.role.rawValue)")."
            )
        }
    }

    private func checkWithoutRoles(_ person: Person, _ command: Command) throws(Refusal) {
        guard person.membership == .member else {
            throw Refusal(
                "Only full members of this workspace may use me, unless config.json names them under \(code: "roles").")
        }
        if command.isForNamedPeople {
            throw Refusal(
                "\(code: command.name) is not allowed to anyone yet: config.json has no \(code: "roles"). Whoever keeps it can add you under \(code: "roles.\(command.role.rawValue)")."
            )
        }
    }
}

extension RoleAssignments {
    /// The highest role a person has; nil for none. `*` stands for every full member.
    func role(of person: Person) -> Role? {
        Role.allCases.last { role in
            (members[role] ?? []).contains { $0 == "*" ? person.membership == .member : person.isNamed(by: $0) }
        }
    }
}

extension Command {
    /// Whether it goes beyond looking, scanning and saying who is on it, so that somebody must have been named for it.
    fileprivate var isForNamedPeople: Bool {
        switch self {
        case .ticket, .snooze: true
        default: role == .approver
        }
    }
}
