import ChatOps
import CloudTrailCore
import GRDB

extension SQLiteStore: AdoptingStore {
    public func adopt(_ issue: Issue, notices: [Notice]) async throws(StoreError) {
        defer { cache.forget() }
        try await transaction(.machine) { database in
            try issue.replace(in: database)
            for notice in notices {
                try notice.insert(into: database)
                try notice.update(in: database)
            }
        }
    }

    public func adopt(_ thread: AlertThread) async throws(StoreError) {
        try await transaction(.machine) { database in try thread.write(to: database) }
    }

    public func adopt(_ mailbox: Mailbox) async throws(StoreError) {
        try await transaction(.machine) { database in try mailbox.write(to: database) }
    }

    public func adopt(_ baseline: AccountBaseline) async throws(StoreError) {
        try await transaction(.machine) { database in
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO baseline (version, document, account_id) VALUES (?, ?, ?)"
            ).execute(arguments: [baseline.version, try Document.encode(baseline), baseline.account.rawValue])
        }
    }
}
