import ChatOps
import CloudTrailCore
import GRDB

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The embedded store: one SQLite file holding issues, notices, whitelist entries, claimed requests and the last scan.
/// Safe to use from any task and to open from several processes at once.
///
/// Every call is short and runs to its end even when its task is cancelled: shutting down must not lose what was decided.
public final class SQLiteStore: Store {
    /// One connection, not a pool: each connection keeps a page cache, and the queries here take well under a millisecond.
    private let queue: DatabaseQueue
    private let path: String
    let cache = IssueCache()
    let scan = LastDecoded<ScanSummary>()

    /// Opens the file, creating it (0600) and its folder (0700) where they are missing, and brings its schema up to date.
    public init(path: String) throws(StoreError) {
        try StateFile.prepare(path)
        self.path = path
        self.queue = try StoreError.translating(path) { try Self.open(path) }
    }

    /// Runs `body` on the database's own queue, off the cooperative pool.
    func access<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { [path] database in
                continuation.resume(
                    returning: Result { () throws(StoreError) in
                        try StoreError.translating(path) { try body(database) }
                    })
            }
        }
        return try result.get()
    }

    /// Runs `body` in a transaction that is rolled back when it throws.
    func transaction<Value: Sendable>(
        _ durability: Durability = .process, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await access { database in
            try durability.applied(to: database) {
                var value: Value?
                // IMMEDIATE: a write lock taken at the start waits for the other process; a later upgrade would fail at once.
                try database.inTransaction(.immediate) {
                    value = try body(database)
                    return .commit
                }
                return value!
            }
        }
    }
}

/// What a committed transaction survives.
enum Durability {
    /// The process being killed (`synchronous = NORMAL`, which in WAL mode never corrupts). A power cut may take the last
    /// moments: issues are found again by the next scan, tickets by their label, and a notice may be told twice.
    case process
    /// A power cut too (`synchronous = FULL`): for what people decided and nothing could find again.
    case machine

    func applied<Value>(to database: Database, _ body: () throws -> Value) throws -> Value {
        guard self == .machine else { return try body() }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        defer { try? database.execute(sql: "PRAGMA synchronous = NORMAL") }
        return try body()
    }
}

extension SQLiteStore {
    private static func open(_ path: String) throws -> DatabaseQueue {
        var attempt = 1
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try Schema.migrate(queue)
                return queue
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 10 {
                // Two processes switching a new file to WAL collide without SQLite's busy handler being asked.
                usleep(UInt32(attempt) * 5_000)
                attempt += 1
            }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "trailwatch.store"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // KiB when negative. The default would let the cache grow to 2 MB.
            try database.execute(sql: "PRAGMA cache_size = -1024")
        }
        return configuration
    }
}
