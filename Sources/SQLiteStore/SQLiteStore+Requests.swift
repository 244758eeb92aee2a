import CloudTrailCore
import GRDB

import struct FoundationEssentials.Date

extension SQLiteStore {
    private static let hour = 3600.0

    public func claim(_ id: String, at now: Date) async throws(StoreError) -> Bool {
        let now = now.timeIntervalSinceReferenceDate
        return try await transaction { database in
            // By the index on age: one seek when nothing is old.
            try database.cachedStatement(sql: "DELETE FROM claim WHERE claimed_at < ?")
                .execute(arguments: [now - Self.hour])
            try database.cachedStatement(
                sql: "INSERT INTO claim (id, claimed_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
            ).execute(arguments: [id, now])
            return database.changesCount == 1
        }
    }

    public func release(_ id: String) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "DELETE FROM claim WHERE id = ?").execute(arguments: [id])
        }
    }
}
