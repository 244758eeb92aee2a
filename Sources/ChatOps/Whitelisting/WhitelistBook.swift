import CloudTrailCore
import FoundationEssentials

/// The whitelist in force: whitelist.json and the entries from chat, and what changing it does to issues.
public struct WhitelistBook: Sendable {
    let store: any WhitelistStore
    let issues: any IssueStore
    let book: IssueBook
    let playbook: Playbook
    let now: @Sendable () -> Date

    public init(
        store: any WhitelistStore & IssueStore, book: IssueBook, playbook: Playbook,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        issues = store
        self.book = book
        self.playbook = playbook
        self.now = now
    }

    public func current() async throws(StoreError) -> Whitelist {
        Whitelist(playbook.whitelist.entries + (try await store.whitelistEntries()))
    }

    /// Adds entries and quiets the issues they cover; answers the issues that changed.
    public func add(
        _ account: AccountID, scopes: [RegionScope], by person: String, reason: String?
    ) async throws(StoreError) -> [Issue] {
        for scope in scopes {
            let origin = Whitelist.Entry.Origin.chat(by: person, at: now(), reason: reason)
            try await store.addWhitelistEntry(.init(account: account, scope: scope, origin: origin))
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
        let whitelist = try await current()
        var changed: [Issue] = []
        for issue in try await issues.issues(matching: IssueFilter(accounts: [account])) {
            let isWhitelisted = whitelist.entry(covering: issue.place) != nil
            if let step = try await book.apply(isWhitelisted: isWhitelisted, to: issue.place) {
                changed.append(step.issue)
            }
        }
        return changed
    }
}
