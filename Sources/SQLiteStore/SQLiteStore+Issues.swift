import ChatOps
import CloudTrailCore
import GRDB

extension SQLiteStore {
    public func issue(at place: AccountRegion) async throws(StoreError) -> Issue? {
        let document = try await access { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT document FROM issue WHERE account_id = ? AND region = ?"),
                arguments: [place.account.rawValue, place.region.rawValue])
        }
        guard let document else { return nil }
        return try Document.decode(from: document, "The issue \(place)")
    }

    public func issues(matching filter: IssueFilter) async throws(StoreError) -> [Issue] {
        let keys = try await access { database in
            let (condition, arguments) = try filter.sql()
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: "SELECT account_id, region, version FROM issue WHERE \(condition) ORDER BY account_id, region"),
                arguments: arguments)
            return try Array(rows.map { IssueCache.Key(account: $0[0], region: $0[1], version: $0[2]) })
        }
        if let known = cache.list(keys) { return known }
        return try await read(filter)
    }

    private func read(_ filter: IssueFilter) async throws(StoreError) -> [Issue] {
        let rows = try await access { database in
            let (condition, arguments) = try filter.sql()
            return try Row.fetchAll(
                database.cachedStatement(
                    sql:
                        "SELECT account_id, region, version, document FROM issue WHERE \(condition) ORDER BY account_id, region"
                ), arguments: arguments
            ).map { (IssueCache.Key(account: $0[0], region: $0[1], version: $0[2]), $0[3] as String) }
        }
        // Decoded here, so that thousands of issues do not keep the queue from claims and commits.
        let known = cache.issues(rows.map(\.0))
        var found: [(IssueCache.Key, Issue)] = []
        found.reserveCapacity(rows.count)
        for (row, issue) in zip(rows, known) {
            if let issue {
                found.append((row.0, issue))
            } else {
                found.append((row.0, try Document.decode(from: row.1, "An issue")))
            }
        }
        cache.keep(found)
        return found.map(\.1)
    }

    public func commit(_ issue: Issue, notices: [Notice]) async throws(StoreError) -> Issue {
        var stored = issue
        stored.version += 1
        return try await transaction { [stored] database in
            try stored.write(over: issue.version, in: database)
            try stored.writeCauses(to: database)
            for notice in notices { try notice.insert(into: database) }
            return stored
        }
    }
}

extension IssueFilter {
    /// A WHERE condition; sets travel as one JSON array each, so their size meets no limit of SQLite's.
    fileprivate func sql() throws -> (condition: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if !accounts.isEmpty {
            conditions.append("account_id IN (SELECT value FROM json_each(?))")
            arguments += [try Document.encode(accounts.sorted())]
        }
        if !statuses.isEmpty {
            conditions.append("status IN (SELECT value FROM json_each(?))")
            arguments += [try Document.encode(statuses.map(\.rawValue).sorted())]
        }
        if !causes.isEmpty {
            conditions.append(
                "(account_id, region) IN (SELECT account_id, region FROM issue_cause WHERE cause IN (SELECT value FROM json_each(?)))"
            )
            arguments += [try Document.encode(causes.map(\.key).sorted())]
        }
        if tickets == .asked { conditions.append(Schema.hasTicket) }
        return (conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND "), arguments)
    }
}

extension Issue {
    /// Writes the row, whatever is there; an upsert, since notices refer to the row that is there.
    func replace(in database: Database) throws {
        let sql = """
            INSERT INTO issue (status, version, document, account_id, region) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account_id, region) DO UPDATE SET
            status = excluded.status, version = excluded.version, document = excluded.document
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            status.rawValue, version, try Document.encode(self), place.account.rawValue, place.region.rawValue,
        ])
        try writeCauses(to: database)
    }

    /// Writes the row if the stored version is `version` (0: there is none), else throws `stale`.
    fileprivate func write(over version: Int, in database: Database) throws {
        let sql =
            version == 0
            ? """
            INSERT INTO issue (status, version, document, account_id, region) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account_id, region) DO NOTHING
            """
            : "UPDATE issue SET status = ?, version = ?, document = ? WHERE account_id = ? AND region = ? AND version = ?"
        var arguments: StatementArguments = [
            status.rawValue, self.version, try Document.encode(self), place.account.rawValue, place.region.rawValue,
        ]
        if version != 0 { arguments += [version] }
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
        guard database.changesCount == 1 else {
            throw StoreError(.stale, "The issue \(place) was changed by somebody else in the meantime.")
        }
    }

    /// By cause, an issue must be found without reading all others.
    fileprivate func writeCauses(to database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM issue_cause WHERE account_id = ? AND region = ?")
            .execute(arguments: [place.account.rawValue, place.region.rawValue])
        for cause in causes {
            try database.cachedStatement(sql: "INSERT INTO issue_cause (cause, account_id, region) VALUES (?, ?, ?)")
                .execute(arguments: [cause.key, place.account.rawValue, place.region.rawValue])
        }
    }
}
