import AWS
import CloudTrailCore

extension DynamoDBStore {
    static let issueKey = DynamoDB.KeySchema(hash: "account_id", range: "issue_id")
    static let recordKey = DynamoDB.KeySchema(hash: RecordKey.partition, range: RecordKey.sort)

    /// Throws the sentence to show unless both tables are there and are what they should be.
    public func check() async throws(StoreError) {
        for (name, key) in layout { _ = try await isThere(name, key, orThrow: true) }
    }

    /// Makes those tables that are missing, and has both keep backups; the names of those made. `pause` is waited between
    /// looks at a table that is being made.
    public func create(pause: () async throws -> Void) async throws(StoreError) -> [String] {
        var made: [String] = []
        for (name, key) in layout where try await !isThere(name, key, orThrow: false) {
            try await read(name) { () throws(AWSError) in try await database.createTable(name, key: key) }
            made.append(name)
        }
        for (name, _) in layout { try await waitUntilActive(name, pause) }
        for (name, _) in layout {
            try await read(name) { () throws(AWSError) in try await database.keepBackups(of: name) }
        }
        try await read(tables.records) { () throws(AWSError) in
            try await database.expireItems(of: tables.records, by: RecordKey.expiry)
        }
        return made
    }

    private var layout: [(name: String, key: DynamoDB.KeySchema)] {
        [(tables.issues, Self.issueKey), (tables.records, Self.recordKey)]
    }

    private func waitUntilActive(_ name: String, _ pause: () async throws -> Void) async throws(StoreError) {
        for _ in 0..<120 {
            if try await read(name, { () throws(AWSError) in try await database.table(name) })?.isActive == true {
                return
            }
            do { try await pause() } catch { break }
        }
        throw StoreError(.unavailable, "The DynamoDB table \(name) is still being made; try again in a minute.")
    }

    private func isThere(
        _ name: String, _ key: DynamoDB.KeySchema, orThrow mustExist: Bool
    ) async throws(StoreError) -> Bool {
        guard let table = try await read(name, { () throws(AWSError) in try await database.table(name) }) else {
            guard mustExist else { return false }
            throw StoreError(
                .unavailable,
                "The DynamoDB table \(name) is not there in \(database.region): `trailwatch store create` makes it.")
        }
        guard table.key == key else {
            throw StoreError(
                .unavailable,
                "The DynamoDB table \(name) is of another kind: its key is \(table.key.words), not \(key.words).")
        }
        return true
    }
}

extension DynamoDB.KeySchema {
    fileprivate var words: String { range.map { "\(hash) and \($0)" } ?? "\(hash) alone" }
}
