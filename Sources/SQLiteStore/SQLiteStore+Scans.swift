import ChatOps
import CloudTrailCore
import GRDB

extension SQLiteStore {
    public func record(_ summary: ScanSummary) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO latest_scan (only, document) VALUES (1, ?)")
                .execute(arguments: [try Document.encode(summary)])
        }
    }

    public func latestScan() async throws(StoreError) -> ScanSummary? {
        let document = try await access { database in
            try String.fetchOne(database.cachedStatement(sql: "SELECT document FROM latest_scan"))
        }
        guard let document else { return nil }
        return try scan.value(of: document) { (text) throws(StoreError) in
            try Document.decode(from: text, "The last scan")
        }
    }

    public func accountsToldUnchecked() async throws(StoreError) -> [AccountID] {
        let document = try await access { database in
            try String.fetchOne(database.cachedStatement(sql: "SELECT document FROM told_unchecked"))
        }
        return try document.map { (text) throws(StoreError) in
            try Document.decode(from: text, "The accounts told as unchecked")
        } ?? []
    }

    public func recordToldUnchecked(_ accounts: [AccountID]) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO told_unchecked (only, document) VALUES (1, ?)")
                .execute(arguments: [try Document.encode(accounts)])
        }
    }

    public func toldLocked() async throws(StoreError) -> [String: [AccountID]] {
        let document = try await access { database in
            try String.fetchOne(database.cachedStatement(sql: "SELECT document FROM told_locked"))
        }
        return try document.map { (text) throws(StoreError) in
            try Document.decode(from: text, "The accounts told as locked")
        } ?? [:]
    }

    public func recordToldLocked(_ accounts: [String: [AccountID]]) async throws(StoreError) {
        try await transaction { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO told_locked (only, document) VALUES (1, ?)")
                .execute(arguments: [try Document.encode(accounts)])
        }
    }
}
