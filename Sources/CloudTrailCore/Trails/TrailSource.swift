/// Where trails are looked at: AWS, or a test's estate.
public protocol TrailSource: Sendable {
    /// Opens an account: one session, used for all its regions. Throws when the account cannot be entered at all.
    func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails
}

/// An account that was entered. Safe to ask for many regions side by side.
public protocol AccountTrails: Sendable {
    /// The regions enabled in this account.
    func regions() async throws(UnknownReason) -> [Region]
    /// Never fails: whatever could not be learned is an unknown reading in the snapshot.
    func snapshot(of region: Region) async -> RegionSnapshot
}
