/// What somebody may do; each role may do all that the ones before it may.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Look at issues, accounts and settings.
    case viewer
    /// Scan, and open tickets.
    case `operator`
    /// Accept risks: the whitelist.
    case approver

    public static func < (left: Role, right: Role) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// `roles` of config.json: who has which role. Entries are ids or e-mails (names can be chosen by
/// anybody); `*` means every full member.
public struct RoleAssignments: Sendable, Hashable {
    public var members: [Role: [String]]

    public init(_ members: [Role: [String]]) {
        self.members = members
    }
}
