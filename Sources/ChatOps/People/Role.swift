/// What somebody may do; each role may do all that the ones before it may.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Look at issues, accounts and settings.
    case viewer
    /// Scan, and open tickets.
    case `operator`
    /// Accept risks: the whitelist. See what others did.
    case approver

    public static func < (left: Role, right: Role) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// `roles` of config.json: who has which role.
public struct RoleAssignments: Sendable, Hashable {
    /// Whom an entry means.
    public enum Grantee: Sendable, Hashable {
        /// `*`: every full member.
        case everyone
        /// `@platform-team` or `S0123ABCD`: the full members of a user group.
        case userGroup(String)
        /// `#security` or `C0123ABCD`: full members who ask in that channel.
        case channel(String)
        /// An id or an e-mail: whoever it is, guests too. Never a name: anybody can choose theirs.
        case person(String)

        public init(_ entry: String) {
            if entry == "*" {
                self = .everyone
            } else if entry.hasPrefix("@") || Self.isID(entry, "S") {
                self = .userGroup(entry)
            } else if entry.hasPrefix("#") || Self.isID(entry, "CG") {
                self = .channel(entry)
            } else {
                self = .person(entry)
            }
        }

        /// Whether it can mean somebody; a bare name means nobody.
        public var canMatch: Bool {
            guard case .person(let entry) = self else { return true }
            return entry.contains("@") || Self.isID(entry, "UW")
        }

        private static func isID(_ text: String, _ kinds: String) -> Bool {
            guard let first = text.first, kinds.contains(first), text.utf8.count > 1 else { return false }
            return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        }
    }

    public var members: [Role: [Grantee]]

    /// Entries as config.json has them.
    public init(_ members: [Role: [String]]) {
        self.members = members.mapValues { $0.map(Grantee.init) }
    }

    /// Those that give a role or a higher one.
    func grantees(of role: Role) -> [Grantee] {
        Role.allCases.filter { $0 >= role }.flatMap { members[$0] ?? [] }
    }
}
