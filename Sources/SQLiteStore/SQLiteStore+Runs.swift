import CloudTrailCore
import GRDB

import struct FoundationEssentials.Date

extension SQLiteStore {
    public func lastRun(of job: String) async throws(StoreError) -> Date? {
        try await access { database in
            try Double.fetchOne(
                database.cachedStatement(sql: "SELECT began_at FROM last_run WHERE job = ?"), arguments: [job])
        }.map(Date.init(timeIntervalSinceReferenceDate:))
    }

    public func recordRun(of job: String, at time: Date) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO last_run (job, began_at) VALUES (?, ?)")
                .execute(arguments: [job, time.timeIntervalSinceReferenceDate])
        }
    }
}
