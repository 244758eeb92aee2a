import CloudTrailCore

/// Keeps what a scan saw of an account's trails, for the next one to compare with.
struct BaselineBook: Sendable {
    let store: any BaselineStore

    /// Decides again when another scan of the account was faster.
    func keep(_ regions: [Region: RegionBaseline], of account: AccountID) async throws(StoreError) {
        guard !regions.isEmpty else { return }
        for _ in 1..<8 {
            do throws(StoreError) {
                var baseline = try await store.baseline(of: account) ?? AccountBaseline(account: account)
                baseline.merge(regions)
                return try await store.save(baseline)
            } catch  where error.code == .stale {
                continue
            }
        }
        throw StoreError(.stale, "the trails of \(account) as last seen kept changing while they were written")
    }
}

/// The regions of the accounts that are being scanned, as far as they were filed.
struct SeenRegions {
    private var regions: [AccountID: [Region: RegionBaseline]] = [:]
    private var ignored: Set<AccountID> = []

    mutating func add(_ verdict: Verdict) {
        guard let baseline = verdict.baseline else { return }
        regions[verdict.place.account, default: [:]][verdict.place.region] = baseline
    }

    /// What was seen before could not be read, so nothing may take its place.
    mutating func ignore(_ account: AccountID) { ignored.insert(account) }

    mutating func take(_ account: AccountID) -> [Region: RegionBaseline] {
        let seen = regions.removeValue(forKey: account) ?? [:]
        return ignored.remove(account) == nil ? seen : [:]
    }
}
