import CloudTrailCore
import FoundationEssentials

/// The whitelist that people change, and what changing it does to issues.
public struct WhitelistBook: Sendable {
    private let store: any WhitelistStore & IssueStore
    private let book: IssueBook
    private let now: @Sendable () -> Date

    public init(store: any WhitelistStore & IssueStore, book: IssueBook, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.book = book
        self.now = now
    }

    /// whitelist.json's entries, and those added since.
    public func current() async throws(StoreError) -> Whitelist { try await book.whitelist() }

    /// Adds entries and quiets the issues they cover; answers the issues that changed.
    public func add(
        _ account: AccountID, scopes: [RegionScope], by person: String, reason: String?, until: Date? = nil
    ) async throws(StoreError) -> [Issue] {
        for scope in scopes {
            try await store.addWhitelistEntry(
                .init(
                    account: account, scope: scope, origin: .chat(by: person, at: now()), reason: reason, until: until))
        }
        return try await applyToIssues(of: account)
    }

    /// Removes entries that were added from chat; answers the scopes that had one and the issues that changed.
    public func remove(
        _ account: AccountID, scopes: [RegionScope]
    ) async throws(StoreError) -> (removed: [RegionScope], changed: [Issue]) {
        var removed: [RegionScope] = []
        for scope in scopes where try await store.removeWhitelistEntry(account: account, scope: scope) {
            removed.append(scope)
        }
        return (removed, try await applyToIssues(of: account))
    }

    private func applyToIssues(of account: AccountID) async throws(StoreError) -> [Issue] {
        var changed: [Issue] = []
        for issue in try await store.issues(matching: IssueFilter(accounts: [account], statuses: Issue.Status.standing))
        {
            if let step = try await book.review(issue.place) { changed.append(step.issue) }
        }
        return changed
    }
}
