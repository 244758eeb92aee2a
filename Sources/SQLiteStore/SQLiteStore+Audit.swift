import ChatOps
import CloudTrailCore
import GRDB

import struct FoundationEssentials.Date

extension SQLiteStore {
    public func append(_ entry: AuditEntry) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "DELETE FROM audit_entry WHERE at < ?")
                .execute(arguments: [entry.at.timeIntervalSinceReferenceDate - AuditEntry.life])
            try database.cachedStatement(sql: "INSERT INTO audit_entry (id, at, document) VALUES (?, ?, ?)")
                .execute(arguments: [entry.id, entry.at.timeIntervalSinceReferenceDate, try Document.encode(entry)])
            let statement = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO audit_account (account_id, entry_id) VALUES (?, ?)")
            for account in entry.accounts { try statement.execute(arguments: [account.rawValue, entry.id]) }
        }
    }

    public func auditEntries(
        about account: AccountID?, before id: AuditEntry.ID?, limit: Int
    ) async throws(StoreError) -> [AuditEntry] {
        let documents = try await access { database in
            // Every id sorts before this.
            let before = id ?? "~"
            guard let account else {
                return try String.fetchAll(
                    database.cachedStatement(
                        sql: "SELECT document FROM audit_entry WHERE id < ? ORDER BY id DESC LIMIT ?"),
                    arguments: [before, limit])
            }
            return try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT document FROM audit_account JOIN audit_entry ON id = entry_id
                        WHERE account_id = ? AND entry_id < ? ORDER BY entry_id DESC LIMIT ?
                        """), arguments: [account.rawValue, before, limit])
        }
        var entries: [AuditEntry] = []
        for document in documents { entries.append(try Document.decode(from: document, "An entry of the audit log")) }
        return entries
    }
}
