import CloudTrailCore

/// `aws` of config.json.
public struct AWSSettings: Hashable, Sendable {
    /// The account Trailwatch runs in; its role is not assumed.
    public var mainAccountID: AccountID?
    /// The region Trailwatch runs in, where it cannot be detected.
    public var region: Region?
    /// The name, with its path if any, of the role assumed in every other account. Set whenever one is to be scanned.
    public var identificationRole: String?
    /// In file order, with their names as far as they have one.
    public var accounts: [Account]
    /// The regions to look at: nil for those enabled in each account, empty for none at all.
    public var regions: [Region]?

    public init(
        mainAccountID: AccountID? = nil, region: Region? = nil, identificationRole: String? = nil,
        accounts: [Account] = [], regions: [Region]? = nil
    ) {
        self.mainAccountID = mainAccountID
        self.region = region
        self.identificationRole = identificationRole
        self.accounts = accounts
        self.regions = regions
    }

    /// The names of the accounts that have one.
    public var accountNames: [AccountID: String] {
        Dictionary(accounts.compactMap { account in account.name.map { (account.id, $0) } }) { first, _ in first }
    }
}
