import AWS
import ChatOps
import CloudTrailCore

extension DynamoDBStore {
    /// Above this many accounts the whole table is read rather than account by account.
    private static let mostQueriedAccounts = 25

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
        var notices = notices
        while true {
            var writes = [try HammerItem.put(stored, in: tables.issues, if: HammerItem.isVersion(issue.version))]
            writes += signposts(to: stored)
            let first = writes.count
            for notice in notices { writes += try adding(notice, after: issue.version) }
            let refused = try await write(writes)
            if refused.isEmpty { return stored }
            guard !refused.contains(0) else {
                throw StoreError(.stale, "The issue \(issue.place) was changed by somebody else in the meantime.")
            }
            // Those notices are there already, and are kept as they are.
            notices = notices.indices.filter { !refused.contains(first + 2 * $0) }.map { notices[$0] }
        }
    }

    /// Two writes. An issue that begins anew after Hammer wrote over it counts from 1 again, so that old notices may have the
    /// new ones' ids: these are replaced, for nothing that is to be told may be taken for old.
    private func adding(_ notice: Notice, after version: Int) throws(StoreError) -> [Write] {
        let condition: Condition? = version == 0 ? nil : .absent(RecordKey.partition)
        return [
            .put(
                try RecordKey.notice(notice.issue.place, id: notice.id).holding(notice), in: tables.records,
                if: condition),
            .put(try RecordKey.pending(id: notice.id).holding(notice), in: tables.records),
        ]
    }
}
