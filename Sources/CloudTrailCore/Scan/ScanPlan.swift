/// Which accounts to look at, and which regions of them (Hammer's "initialization").
public struct ScanPlan: Hashable, Sendable {
    /// Which regions of each account.
    public enum Regions: Hashable, Sendable {
        /// Those enabled in the account, asked from it.
        case enabled
        /// Exactly these.
        case only([Region])
    }

    public var accounts: [Account]
    public var regions: Regions

    public init(accounts: [Account], regions: Regions) {
        self.accounts = accounts
        self.regions = regions
    }
}
