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
        guard let accounts = try await accounts(of: filter) else { return [] }
        var issues: [Issue] = []
        for item in try await items(of: accounts) { issues.append(try HammerItem(item).issue(ticketURL)) }
        return issues.filter(filter.matches).sorted { $0.place < $1.place }
    }

    /// Where issues that match can be; empty for everywhere, nil for nowhere.
    private func accounts(of filter: IssueFilter) async throws(StoreError) -> Set<AccountID>? {
        guard !filter.causes.isEmpty else { return filter.accounts }
        var accounts: Set<AccountID> = []
        for cause in filter.causes {
            for item in try await records(in: RecordKey.cause(cause)) {
                let account = item[RecordKey.sort]?.string?.split(separator: "/").first
                if let account = account.flatMap({ AccountID(String($0)) }) { accounts.insert(account) }
            }
        }
        if !filter.accounts.isEmpty { accounts.formIntersection(filter.accounts) }
        return accounts.isEmpty ? nil : accounts
    }

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
            writes += causes(of: stored)
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

    /// Those it had before stay, and are passed over by readers: they ask the issue itself.
    func causes(of issue: Issue) -> [Write] {
        issue.causes.sorted().map { .put(RecordKey.cause($0, issue.place).item, in: tables.records) }
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
