import AWS
import ChatOps
import CloudTrailCore

import struct FoundationEssentials.Date

/// The shared store: Hammer's table of issues, and one more with all else that is kept. Several replicas may work on it.
/// Safe to use from any task.
///
/// Writes run to their end even when their task is cancelled: shutting down must not lose what was decided.
public struct DynamoDBStore: Store {
    /// The tables' names.
    public struct Tables: Hashable, Sendable {
        /// Hammer's.
        public var issues: String
        /// Our own.
        public var records: String

        public init(issues: String = "hammer-cloudtrails", records: String = "trailwatch") {
            self.issues = issues
            self.records = records
        }
    }

    let database: DynamoDB
    let tables: Tables
    /// The link to a ticket of which Hammer noted the key alone.
    let ticketURL: @Sendable (String) -> String

    let now: @Sendable () -> Date
    let rounds = SignpostRounds()

    /// Asks nothing yet: `check` tells whether the tables are there.
    public init(
        _ database: DynamoDB, tables: Tables, now: @escaping @Sendable () -> Date = { Date() },
        ticketURL: @escaping @Sendable (String) -> String
    ) {
        self.database = database
        self.tables = tables
        self.now = now
        self.ticketURL = ticketURL
    }

    func record(_ key: RecordKey) async throws(StoreError) -> DynamoDB.Item? {
        try await read(tables.records) { () throws(AWSError) in try await database.item(key.item, in: tables.records) }
    }

    /// By their sort keys.
    func records(in partition: String) async throws(StoreError) -> [DynamoDB.Item] {
        try await read(tables.records) { () throws(AWSError) in
            try await database.items(.equal(RecordKey.partition, .string(partition)), in: tables.records)
        }
    }

    func read<Answer>(
        _ table: String, _ body: () async throws(AWSError) -> Answer
    ) async throws(StoreError) -> Answer {
        do throws(AWSError) { return try await body() } catch { throw StoreError(error, table: table) }
    }

    /// All or nothing; the indices of the writes whose conditions did not hold, none when all is written.
    func write(_ writes: [Write]) async throws(StoreError) -> Set<Int> {
        for write in writes { try write.checkSize() }
        guard writes.count <= DynamoDB.transactionLimit else {
            throw StoreError(
                .unavailable, "DynamoDB takes \(DynamoDB.transactionLimit) writes at once; these are \(writes.count).")
        }
        let database = database
        let result: Result<Void, AWSError> = await Task {
            do throws(AWSError) { return .success(try await database.write(writes)) } catch { return .failure(error) }
        }.value
        guard case .failure(let error) = result else { return [] }
        let refused = error.cancellations.indices.filter {
            error.cancellations[$0].code == "ConditionalCheckFailed"
        }
        guard refused.isEmpty else { return Set(refused) }
        throw StoreError(error, table: tables.records)
    }
}

extension Write {
    fileprivate func checkSize() throws(StoreError) {
        guard case .put(let item) = kind else { return }
        guard storedBytes > DynamoDB.itemLimit else { return }
        let key = ["account_id", "issue_id", RecordKey.partition, RecordKey.sort].compactMap { item[$0]?.string }
        throw StoreError(
            .unavailable,
            "The item \(key.joined(separator: "/")) of the table \(table) is not stored: it has \(storedBytes >> 10) KB, and DynamoDB takes 400."
        )
    }
}

extension StoreError {
    init(_ error: AWSError, table: String) {
        if error.code == "ResourceNotFoundException" {
            self.init(
                .unavailable, "The DynamoDB table \(table) is not there: `trailwatch store create` makes it.")
        } else {
            self.init(.unavailable, "DynamoDB did not do what it was asked: \(error.description).")
        }
    }
}
