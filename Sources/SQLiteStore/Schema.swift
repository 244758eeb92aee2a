import CloudTrailCore
import GRDB

/// The tables, version by version. A migration that has shipped is never changed; a change is a new one at the end.
///
/// Whole values are JSON documents; what is searched or ordered by stands beside them in columns. Dates are seconds since
/// 2001-01-01 UTC, Foundation's own scale, so that no date is rounded by being stored.
enum Schema {
    /// Every version's statements; the file's own version is its `user_version`.
    private static let versions = [version1, version2, version3, version4, version5, version6, version7]

    /// Decides and migrates in one transaction: several processes may be opening the same file.
    static func migrate(_ queue: DatabaseQueue) throws {
        try queue.inDatabase { database in
            try database.inTransaction(.immediate) {
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version <= versions.count else {
                    throw StoreError(
                        .unavailable,
                        "The database \(queue.path) was written by a newer version of Trailwatch; run that version, or newer."
                    )
                }
                guard try version > 0 || database.isEmpty else {
                    throw StoreError(.unavailable, "The database \(queue.path) belongs to another program.")
                }
                for statements in versions[version...] { try database.execute(sql: statements) }
                try database.execute(sql: "PRAGMA user_version = \(versions.count)")
                return .commit
            }
        }
    }

    private static let version1 = """
        CREATE TABLE issue (
            account_id TEXT NOT NULL,
            region TEXT NOT NULL,
            status TEXT NOT NULL,
            version INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (account_id, region)
        ) STRICT;
        CREATE INDEX issue_by_status ON issue (status, account_id, region);

        CREATE TABLE issue_cause (
            cause TEXT NOT NULL,
            account_id TEXT NOT NULL,
            region TEXT NOT NULL,
            PRIMARY KEY (cause, account_id, region)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX issue_cause_by_place ON issue_cause (account_id, region);

        CREATE TABLE baseline (
            account_id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alert_thread (
            recipient TEXT NOT NULL,
            cause TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (recipient, cause)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE notice (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            account_id TEXT NOT NULL,
            region TEXT NOT NULL,
            recipient TEXT NOT NULL,
            cause TEXT NOT NULL,
            created_at REAL NOT NULL,
            due_at REAL, -- NULL once delivered or given up
            state TEXT NOT NULL,
            document TEXT NOT NULL,
            FOREIGN KEY (account_id, region) REFERENCES issue (account_id, region)
        ) STRICT;
        CREATE INDEX notice_by_due ON notice (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX notice_by_place ON notice (account_id, region, recipient, cause, created_at);

        CREATE TABLE whitelist_entry (
            account_id TEXT NOT NULL,
            scope TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (account_id, scope)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE claim (
            id TEXT NOT NULL PRIMARY KEY,
            claimed_at REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX claim_by_age ON claim (claimed_at);

        CREATE TABLE latest_scan (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            document TEXT NOT NULL
        ) STRICT;

        CREATE TABLE told_unchecked (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            document TEXT NOT NULL
        ) STRICT;
        """

    /// The audit log: what stands in it is not changed, and goes with its age only.
    private static let version2 = """
        CREATE TABLE audit_entry (
            id TEXT NOT NULL PRIMARY KEY,
            at REAL NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_entry_by_age ON audit_entry (at);
        CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
        BEGIN SELECT raise(ABORT, 'entries of the audit log are not changed'); END;

        CREATE TABLE audit_account (
            account_id TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            PRIMARY KEY (account_id, entry_id),
            FOREIGN KEY (entry_id) REFERENCES audit_entry (id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX audit_account_by_entry ON audit_account (entry_id);
        """

    /// The issues with tickets are looked through every few seconds.
    private static let version3 = "CREATE INDEX issue_ticketed ON issue (account_id, region) WHERE \(hasTicket);"

    /// As the index has it, to the letter: a ticket is there, or was asked for.
    static let hasTicket = "json_type(document, '$.ticket.none') IS NULL"

    private static let version4 = """
        CREATE TABLE last_run (
            job TEXT NOT NULL PRIMARY KEY,
            began_at REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What is told is forgotten with its age, and what was given up is counted often.
    private static let version5 = """
        CREATE TABLE told_locked (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notice_settled ON notice (created_at) WHERE due_at IS NULL;
        CREATE INDEX notice_failed ON notice (created_at) WHERE due_at IS NULL AND state LIKE '{"failed"%';
        """

    /// What each recipient got lately.
    private static let version6 = """
        CREATE TABLE mailbox (
            recipient TEXT NOT NULL PRIMARY KEY,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What a list is asked for by its status, without the documents: those that did not change are decoded already.
    private static let version7 = """
        DROP INDEX issue_by_status;
        CREATE INDEX issue_by_status ON issue (status, account_id, region, version);
        """
}

extension Database {
    fileprivate var isEmpty: Bool {
        get throws { try Int.fetchOne(self, sql: "SELECT count(*) FROM sqlite_schema") == 0 }
    }
}
