import AWS
import ChatOps
import CloudTrailCore

extension DynamoDBStore: AdoptingStore {
    /// The issue first, then its notices in transactions of as many as fit.
    public func adopt(_ issue: Issue, notices: [Notice]) async throws(StoreError) {
        try await put([try HammerItem.put(issue, in: tables.issues)] + signposts(to: issue))
        var groups: [[Write]] = []
        for notice in notices { groups.append(try replacing(notice, if: nil)) }
        for writes in Batches(groups).all { try await put(writes) }
    }

    public func adopt(_ thread: AlertThread) async throws(StoreError) {
        try await put(try writes(of: thread))
    }

    public func adopt(_ baseline: AccountBaseline) async throws(StoreError) {
        try await put(try writes(of: baseline))
    }

    /// Without conditions, so that none can fail.
    private func put(_ writes: [Write]) async throws(StoreError) {
        _ = try await write(writes)
    }
}
