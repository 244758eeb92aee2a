import ChatOps
import CloudTrailCore
import GRDB

extension SQLiteStore {
    public func thread(of subject: AlertSubject) async throws(StoreError) -> AlertThread? {
        let document = try await access { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT document FROM alert_thread WHERE recipient = ? AND cause = ?"),
                arguments: [subject.recipient, subject.cause.key])
        }
        guard let document else { return nil }
        return try Document.decode(from: document, "The message about \(subject.cause.key)")
    }
}

extension SQLiteStore {
    public func mailbox(of recipient: String) async throws(StoreError) -> Mailbox? {
        let document = try await access { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT document FROM mailbox WHERE recipient = ?"),
                arguments: [recipient])
        }
        guard let document else { return nil }
        return try Document.decode(from: document, "What is remembered of \(recipient)")
    }
}

extension Mailbox {
    func write(to database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO mailbox (recipient, document) VALUES (?, ?)")
            .execute(arguments: [recipient, try Document.encode(self)])
    }
}

extension AlertThread {
    func write(to database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO alert_thread (recipient, cause, document) VALUES (?, ?, ?)"
        ).execute(arguments: [subject.recipient, subject.cause.key, try Document.encode(self)])
    }
}
