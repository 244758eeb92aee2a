import ChatOps
import CloudTrailCore
import GRDB

import struct FoundationEssentials.Date

extension SQLiteStore {
    public func dueNotices(at now: Date, limit: Int) async throws(StoreError) -> [Notice] {
        let now = now.timeIntervalSinceReferenceDate
        return try await notices(
            where: """
                due_at <= ? AND NOT EXISTS (
                    SELECT 1 FROM notice AS older WHERE \(Self.isOlder) AND older.due_at > ? AND NOT \(Self.rests("older"))
                ) ORDER BY created_at, sequence LIMIT ?
                """, [now, now, max(limit, 0)])
    }

    public func nextNoticeDue() async throws(StoreError) -> Date? {
        try await access { database in
            try Double.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT min(due_at) FROM notice WHERE due_at IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM notice AS older WHERE \(Self.isOlder) AND older.due_at IS NOT NULL
                                AND NOT \(Self.rests("older"))
                        )
                        """))
        }.map(Date.init(timeIntervalSinceReferenceDate:))
    }

    /// An older notice about the same subject at the same place.
    private static var isOlder: String {
        """
        older.account_id = notice.account_id AND older.region = notice.region AND older.recipient = notice.recipient
        AND older.cause = notice.cause
        AND (older.created_at, older.sequence) < (notice.created_at, notice.sequence)
        """
    }

    private static func rests(_ table: String) -> String { "\(table).state LIKE '{\"resting\"%'" }

    public func restingNotices(about subjects: Set<AlertSubject>) async throws(StoreError) -> [Notice] {
        guard !subjects.isEmpty else { return [] }
        let keys = subjects.map { [$0.recipient, $0.cause.key] }
        return try await notices(
            where: """
                due_at IS NOT NULL AND \(Self.rests("notice")) AND (recipient, cause) IN (
                    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)
                ) ORDER BY created_at, sequence
                """, [try Document.encode(keys)])
    }

    public func noticeCounts(failedSince time: Date) async throws(StoreError) -> NoticeCounts {
        try await access { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT count(*) FROM notice WHERE due_at IS NOT NULL),
                        (SELECT count(*) FROM notice WHERE due_at IS NULL AND state LIKE '{"failed"%'
                            AND coalesce(json_extract(state, '$.failed.at'), 1e300) > ?)
                    """, arguments: [time.timeIntervalSinceReferenceDate])
            return NoticeCounts(pending: row?[0] ?? 0, failed: row?[1] ?? 0)
        }
    }

    public func save(_ notices: [Notice], thread: AlertThread?, mailbox: Mailbox?) async throws(StoreError) {
        try await transaction { database in
            for notice in notices { try notice.update(in: database) }
            try thread?.write(to: database)
            try mailbox?.write(to: database)
            guard let moment = notices.lazy.compactMap(\.settledAt).max() else { return }
            // The length of a memory, as DynamoDB's store has it.
            try database.cachedStatement(sql: "DELETE FROM notice WHERE due_at IS NULL AND created_at < ?")
                .execute(arguments: [moment.timeIntervalSinceReferenceDate - 180 * 86_400])
        }
    }

    public func notices(about place: AccountRegion) async throws(StoreError) -> [Notice] {
        try await notices(
            where: "account_id = ? AND region = ? ORDER BY created_at, sequence",
            [place.account.rawValue, place.region.rawValue])
    }

    private func notices(
        where condition: String, _ arguments: @escaping @Sendable @autoclosure () throws -> StatementArguments
    ) async throws(StoreError) -> [Notice] {
        let rows = try await access { database in
            try Row.fetchAll(
                database.cachedStatement(sql: "SELECT id, document, state FROM notice WHERE \(condition)"),
                arguments: try arguments()
            ).map { (id: $0[0] as String, document: $0[1] as String, state: $0[2] as String) }
        }
        var notices: [Notice] = []
        for row in rows {
            do throws(StoreError) {
                var notice: Notice = try Document.decode(from: row.document, "A notice")
                notice.state = try Document.decode(from: row.state, "The state of the notice \(notice.id)")
                notices.append(notice)
            } catch {
                try await giveUp(row.id, because: error)
            }
        }
        return notices
    }

    /// A row that cannot be read must not hold up the others; it is counted among those given up.
    private func giveUp(_ id: String, because error: StoreError) async throws(StoreError) {
        try await transaction { database in
            let state = Notice.State.failed(reason: error.message, at: Date())
            try database.cachedStatement(sql: "UPDATE notice SET due_at = NULL, state = ? WHERE id = ?")
                .execute(arguments: [try Document.encode(state), id])
        }
    }
}

extension Notice {
    func update(in database: Database) throws {
        try database.cachedStatement(sql: "UPDATE notice SET due_at = ?, state = ? WHERE id = ?")
            .execute(arguments: [dueAt?.timeIntervalSinceReferenceDate, try Document.encode(state), id])
        guard database.changesCount == 1 else {
            throw StoreError(.stale, "The notice \(id) is not stored, so its state cannot be replaced.")
        }
    }

    /// Adds the row unless its id exists.
    func insert(into database: Database) throws {
        let sql = """
            INSERT INTO notice (id, account_id, region, recipient, cause, created_at, due_at, state, document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            id, issue.place.account.rawValue, issue.place.region.rawValue, recipient,
            subject.cause.key, createdAt.timeIntervalSinceReferenceDate,
            dueAt?.timeIntervalSinceReferenceDate, try Document.encode(state), try Document.encode(self),
        ])
    }
}
