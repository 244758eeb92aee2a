import AWS
import ChatOps
import CloudTrailCore

extension DynamoDBStore {
    /// Above this many accounts the whole table is read rather than account by account.
    private static let mostQueriedAccounts = 25
    /// So many signposts are written with an issue; hardly one has more, a trail having one or two causes.
    private static let mostSignposts = 48

    public func issue(at place: AccountRegion) async throws(StoreError) -> Issue? {
        let item = try await read(tables.issues) { () throws(AWSError) in
            try await database.item(HammerItem.key(of: place), in: tables.issues)
        }
        return try item.map { (item) throws(StoreError) in try HammerItem(item).issue(ticketURL) }
    }

    public func issues(matching filter: IssueFilter) async throws(StoreError) -> [Issue] {
        try await candidates(for: filter).filter(filter.matches).sorted { $0.place < $1.place }
    }

    /// All that match, and maybe others.
    private func candidates(for filter: IssueFilter) async throws(StoreError) -> [Issue] {
        if !filter.causes.isEmpty {
            var found: [AccountRegion: Issue] = [:]
            for cause in filter.causes {
                for issue in try await issues(
                    behind: RecordKey.cause(cause), in: filter.accounts, where: { $0.causes.contains(cause) })
                { found[issue.place] = issue }
            }
            return Array(found.values)
        }
        if filter.tickets == .asked {
            return try await issues(behind: RecordKey.tickets, in: filter.accounts) { $0.ticket != .none }
        }
        var issues: [Issue] = []
        for item in try await items(of: filter.accounts) { issues.append(try HammerItem(item).issue(ticketURL)) }
        return issues
    }

    /// Of all accounts when none is named.
    private func items(of accounts: Set<AccountID>) async throws(StoreError) -> [DynamoDB.Item] {
        try await read(tables.issues) { () throws(AWSError) in
            guard !accounts.isEmpty, accounts.count <= Self.mostQueriedAccounts else {
                return try await database.items(of: tables.issues)
            }
            var items: [DynamoDB.Item] = []
            for account in accounts {
                items += try await database.items(.equal("account_id", .string(account.rawValue)), in: tables.issues)
            }
            return items
        }
    }

    /// What Hammer alone wrote, or wrote over ours, is version 0, like what was never stored.
    public func commit(_ issue: Issue, notices: [Notice]) async throws(StoreError) -> Issue {
        var stored = issue
        stored.version += 1
        let signs = signposts(to: stored)
        try await putUpEarly(signs.dropFirst(Self.mostSignposts))
        let first =
            [try HammerItem.put(stored, in: tables.issues, if: HammerItem.isVersion(issue.version))]
            + signs.prefix(Self.mostSignposts).map { .put($0, in: tables.records) }
        var pairs: [Write] = []
        for notice in notices { pairs += try adding(notice) }
        do throws(StoreError) {
            if Batches.fit(first + pairs) {
                try await write(first, pairs: pairs)
            } else {
                try await bundle(notices, with: first)
            }
        } catch  where error.code == .stale {
            throw StoreError(.stale, "The issue \(issue.place) was changed by somebody else in the meantime.")
        }
        return stored
    }

    /// Those that are not written with their issue are written before it, and have no end: a change that is stale after all must not
    /// give them one.
    private func putUpEarly(_ signs: ArraySlice<DynamoDB.Item>) async throws(StoreError) {
        let groups = signs.map { sign in
            [Write.put(sign.filter { $0.key != RecordKey.expiry }, in: tables.records)]
        }
        for writes in Batches(groups).all { _ = try await write(writes) }
    }
}
