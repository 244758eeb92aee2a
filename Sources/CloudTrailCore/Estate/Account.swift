/// An account as people know it: its id and, when the configuration gives one, its name.
public struct Account: Hashable, Sendable, Codable {
    public var id: AccountID
    public var name: String?

    public init(id: AccountID, name: String? = nil) {
        self.id = id
        self.name = name
    }

    /// `name (id)`, or the id alone. The name is text from outside: escape it where it is shown.
    public var title: String { name.map { "\($0) (\(id))" } ?? id.rawValue }
}

/// One region of one account: what a verdict is about, and the key of a stored issue.
public struct AccountRegion: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    public var account: AccountID
    public var region: Region

    public init(_ account: AccountID, _ region: Region) {
        self.account = account
        self.region = region
    }

    public var description: String { "\(account)/\(region)" }

    public static func < (left: AccountRegion, right: AccountRegion) -> Bool {
        (left.account, left.region) < (right.account, right.region)
    }
}
