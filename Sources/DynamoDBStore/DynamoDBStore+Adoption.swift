import AWS
import ChatOps
import CloudTrailCore

extension DynamoDBStore: AdoptingStore {
    /// The issue first, then its notices in transactions of as many as fit.
    public func adopt(_ issue: Issue, notices: [Notice]) async throws(StoreError) {
        var groups =
            [[try HammerItem.put(issue, in: tables.issues)]]
            + signposts(to: issue).map { [.put($0, in: tables.records)] }
        for notice in notices { groups.append(try replacing(notice, if: nil)) }
        for writes in Batches(groups).all { _ = try await write(writes) }
    }

    public func adopt(_ thread: AlertThread) async throws(StoreError) {
        try await put(try document(of: thread))
    }

    public func adopt(_ mailbox: Mailbox) async throws(StoreError) {
        try await put(try document(of: mailbox))
    }

    public func adopt(_ baseline: AccountBaseline) async throws(StoreError) {
        try await put(try document(of: baseline))
    }

    private func put(_ document: LongDocument) async throws(StoreError) {
        try await replace(with: document) { () throws(StoreError) in
            _ = try await write([.put(document.head, in: tables.records)])
        }
    }
}
