import CloudTrailCore

/// Which issues a list shows, and which page of it. Travels through the chat as short JSON: never rename a key.
public struct IssueQuery: Hashable, Sendable, Codable {
    /// None: all.
    public var accounts: [AccountID]
    /// None: all that is not closed.
    public var statuses: [Issue.Status]
    /// The places of this cause, one a row; nil: the causes.
    public var cause: RootCause?
    /// From 0.
    public var page: Int

    public init(
        accounts: [AccountID] = [], statuses: [Issue.Status] = [], cause: RootCause? = nil, page: Int = 0
    ) {
        self.accounts = accounts
        self.statuses = statuses
        self.cause = cause
        self.page = page
    }

    static let accountField = "issues.account"
    static let statusField = "issues.status"
    static let allAccounts = FormChoice(value: "*", label: "All accounts")
    static let allStatuses = FormChoice(value: "*", label: "All that is not closed")

    var filter: IssueFilter {
        IssueFilter(
            accounts: Set(accounts), statuses: statuses.isEmpty ? Issue.Status.current : Set(statuses),
            causes: cause.map { [$0] } ?? [])
    }

    func at(page: Int) -> IssueQuery {
        var query = self
        query.page = page
        return query
    }

    /// The places of one cause, or the causes again.
    func of(_ cause: RootCause?) -> IssueQuery {
        IssueQuery(accounts: accounts, statuses: statuses, cause: cause)
    }

    /// Another filter begins at its first page.
    func choosing(_ value: String, for field: String) -> IssueQuery {
        var query = at(page: 0)
        switch field {
        case Self.accountField: query.accounts = AccountID(value).map { [$0] } ?? []
        case Self.statusField: query.statuses = Issue.Status(rawValue: value).map { [$0] } ?? []
        default: break
        }
        return query
    }

    private enum CodingKeys: String, CodingKey {
        case accounts = "a"
        case statuses = "s"
        case cause = "c"
        case page = "p"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        accounts = try values.decodeIfPresent([AccountID].self, forKey: .accounts) ?? []
        statuses = try values.decodeIfPresent([Issue.Status].self, forKey: .statuses) ?? []
        cause = try values.decodeIfPresent(String.self, forKey: .cause).flatMap(RootCause.init(key:))
        page = max(0, try values.decodeIfPresent(Int.self, forKey: .page) ?? 0)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if !accounts.isEmpty { try values.encode(accounts, forKey: .accounts) }
        if !statuses.isEmpty { try values.encode(statuses, forKey: .statuses) }
        try values.encodeIfPresent(cause?.key, forKey: .cause)
        if page > 0 { try values.encode(page, forKey: .page) }
    }
}
