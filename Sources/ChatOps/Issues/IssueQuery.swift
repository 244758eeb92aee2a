import CloudTrailCore

/// Which issues a list shows, and which page of it. Travels through the chat as short JSON, however many accounts are somebody's
/// and however long a trail's name is: never rename a key.
public struct IssueQuery: Hashable, Sendable, Codable {
    /// None: all.
    public var accounts: [AccountID]
    /// Whose: of the accounts they own, and those they were assigned, when it is looked. nil: anybody's.
    public var owner: PersonID?
    /// None: all that is not closed.
    public var statuses: [Issue.Status]
    /// The places of this cause, one a row; nil: the causes.
    public var cause: CauseID?
    /// From 0.
    public var page: Int

    public init(
        accounts: [AccountID] = [], owner: PersonID? = nil, statuses: [Issue.Status] = [], cause: RootCause? = nil,
        page: Int = 0
    ) {
        self.accounts = accounts
        self.owner = owner
        self.statuses = statuses
        self.cause = cause.map(CauseID.init)
        self.page = page
    }

    /// A cause by a short number, the same in every run of the program.
    public struct CauseID: Hashable, Sendable {
        let rawValue: String

        init(_ cause: RootCause) { rawValue = String(cause.key.fingerprint, radix: 16) }
        init(rawValue: String) { self.rawValue = rawValue }
    }

    /// More than these do not travel with a message.
    static let mostAccounts = 100
    /// Whether a list can lead on to its other pages and filters.
    var leadsOn: Bool { accounts.count <= Self.mostAccounts }

    static let accountField = "issues.account"
    static let statusField = "issues.status"
    static let allAccounts = FormChoice(value: "*", label: "All accounts")
    static let allStatuses = FormChoice(value: "*", label: "All that is not closed")

    var filter: IssueFilter {
        IssueFilter(
            accounts: Set(accounts), statuses: statuses.isEmpty ? Issue.Status.current : Set(statuses))
    }

    func at(page: Int) -> IssueQuery {
        var query = self
        query.page = page
        return query
    }

    /// The places of one cause, or the causes again.
    func of(_ cause: RootCause?) -> IssueQuery {
        IssueQuery(accounts: accounts, owner: owner, statuses: statuses, cause: cause)
    }

    /// Another filter begins at its first page; nil for what is no filter of this list.
    func choosing(_ value: String, for field: String) -> IssueQuery? {
        var query = at(page: 0)
        switch field {
        case Self.accountField:
            (query.accounts, query.owner) = (AccountID(value).map { [$0] } ?? [], Self.owner(value))
        case Self.statusField: query.statuses = Issue.Status(rawValue: value).map { [$0] } ?? []
        default: return nil
        }
        return query
    }

    /// Whose accounts, as a choice among accounts.
    static func choice(of owner: PersonID) -> FormChoice {
        FormChoice(value: "@\(owner.rawValue)", label: "Own accounts and assigned issues")
    }

    private static func owner(_ value: String) -> PersonID? {
        value.hasPrefix("@") ? PersonID(rawValue: String(value.dropFirst())) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case accounts = "a"
        case owner = "o"
        case statuses = "s"
        /// As messages of earlier versions have it.
        case causeKey = "c"
        case cause = "h"
        case page = "p"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        accounts = try values.decodeIfPresent([AccountID].self, forKey: .accounts) ?? []
        owner = try values.decodeIfPresent(String.self, forKey: .owner).map(PersonID.init(rawValue:))
        statuses = try values.decodeIfPresent([Issue.Status].self, forKey: .statuses) ?? []
        cause =
            try values.decodeIfPresent(String.self, forKey: .cause).map(CauseID.init(rawValue:))
            ?? values.decodeIfPresent(String.self, forKey: .causeKey).flatMap(RootCause.init(key:)).map(CauseID.init)
        page = max(0, try values.decodeIfPresent(Int.self, forKey: .page) ?? 0)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if !accounts.isEmpty { try values.encode(accounts, forKey: .accounts) }
        try values.encodeIfPresent(owner?.rawValue, forKey: .owner)
        if !statuses.isEmpty { try values.encode(statuses, forKey: .statuses) }
        try values.encodeIfPresent(cause?.rawValue, forKey: .cause)
        if page > 0 { try values.encode(page, forKey: .page) }
    }
}
