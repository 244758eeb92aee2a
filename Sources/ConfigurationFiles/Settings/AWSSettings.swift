import CloudTrailCore

/// `aws` of config.json.
public struct AWSSettings: Hashable, Sendable {
    /// The account Trailwatch runs in; its role is not assumed.
    public var mainAccountID: AccountID?
    /// The region Trailwatch runs in, where it cannot be detected.
    public var region: Region?
    /// The name, with its path if any, of the role assumed in every other account. Set whenever one is to be scanned.
    public var identificationRole: String?
    /// What a role's trust policy may want to hear; our own key.
    public var externalID: String?
    /// In file order, with their names as far as they have one.
    public var accounts: [Account]
    /// Set when the accounts are those of the organization, which lists them itself; our own key.
    public var organization: OrganizationSettings?
    /// The regions to look at: nil for those enabled in each account, empty for none at all.
    public var regions: [Region]?

    public init(
        mainAccountID: AccountID? = nil, region: Region? = nil, identificationRole: String? = nil,
        externalID: String? = nil, accounts: [Account] = [], organization: OrganizationSettings? = nil,
        regions: [Region]? = nil
    ) {
        self.mainAccountID = mainAccountID
        self.region = region
        self.identificationRole = identificationRole
        self.externalID = externalID
        self.accounts = accounts
        self.organization = organization
        self.regions = regions
    }

    /// The names of the accounts that have one.
    public var accountNames: [AccountID: String] {
        Dictionary(accounts.compactMap { account in account.name.map { (account.id, $0) } }) { first, _ in first }
    }
}

/// `aws.organization` of config.json: which accounts of the organization are watched.
public struct OrganizationSettings: Hashable, Sendable {
    /// Organizational units, or the root; empty for the whole organization.
    public var units: [String]
    /// Tags that an account must have, each with one of these values.
    public var tags: [String: Set<String>]
    /// How often the organization is asked for its accounts.
    public var interval: Duration

    public init(units: [String] = [], tags: [String: Set<String>] = [:], interval: Duration = .seconds(3600)) {
        self.units = units
        self.tags = tags
        self.interval = interval
    }
}
