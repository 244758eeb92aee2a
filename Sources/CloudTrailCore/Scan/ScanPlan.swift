/// Which accounts to look at, and which regions of them (Hammer's "initialization").
public struct ScanPlan: Hashable, Sendable {
    /// Which regions of each account.
    public enum Regions: Hashable, Sendable {
        /// Those enabled in the account, asked from it.
        case enabled
        /// Exactly these.
        case only([Region])
        /// Exactly these of each account; none of an account that is not named.
        case each([AccountID: [Region]])
    }

    /// The regions planned by name; nil where the account is to be asked.
    public func named(of account: AccountID) -> [Region]? {
        let regions: [Region]? =
            switch self.regions {
            case .enabled: nil
            case .only(let regions): regions
            case .each(let regions): regions[account] ?? []
            }
        return regions?.once
    }

    public var accounts: [Account]
    public var regions: Regions

    public init(accounts: [Account], regions: Regions) {
        self.accounts = accounts
        self.regions = regions
    }
}
