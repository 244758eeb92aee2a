import CloudTrailCore
import GRDB

extension SQLiteStore {
    public func whitelistEntries() async throws(StoreError) -> [Whitelist.Entry] {
        let documents = try await access { database in
            try String.fetchAll(
                database.cachedStatement(sql: "SELECT document FROM whitelist_entry ORDER BY account_id, scope"))
        }
        var entries: [Whitelist.Entry] = []
        for document in documents { entries.append(try Document.decode(from: document, "A whitelist entry")) }
        return entries
    }

    public func addWhitelistEntry(_ entry: Whitelist.Entry) async throws(StoreError) {
        try await transaction(.machine) { database in
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO whitelist_entry (account_id, scope, document) VALUES (?, ?, ?)"
            ).execute(arguments: [entry.account.rawValue, entry.scope.description, try Document.encode(entry)])
        }
    }

    public func removeWhitelistEntry(account: AccountID, scope: RegionScope) async throws(StoreError) -> Bool {
        try await transaction(.machine) { database in
            try database.cachedStatement(sql: "DELETE FROM whitelist_entry WHERE account_id = ? AND scope = ?")
                .execute(arguments: [account.rawValue, scope.description])
            return database.changesCount == 1
        }
    }
}
