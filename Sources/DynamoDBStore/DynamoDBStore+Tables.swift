import AWS
import CloudTrailCore

extension DynamoDBStore {
    static let issueKey = DynamoDB.KeySchema(hash: "account_id", range: "issue_id")
    static let recordKey = DynamoDB.KeySchema(hash: RecordKey.partition, range: RecordKey.sort)

    /// Throws the sentence to show unless both tables are there and are what they should be.
    public func check() async throws(StoreError) {
        for (name, key) in layout { _ = try await isThere(name, key, orThrow: true) }
    }

    /// Makes those tables that are missing, and has them keep backups; the names of those made. A table of Hammer's that is
    /// there stays as it is. `pause` is waited between looks at a table that is being made.
    public func create(pause: () async throws -> Void) async throws(StoreError) -> [String] {
        var made: [String] = []
        for (name, key) in layout where try await !isThere(name, key, orThrow: false) {
            try await read(name) { () throws(AWSError) in try await database.createTable(name, key: key) }
            made.append(name)
        }
        for (name, _) in layout {
            try await patiently(name, pause) { () throws(StoreError) in try await isActive(name) }
        }
        for (name, _) in layout where made.contains(name) || name == tables.records {
            try await patiently(name, pause) { () throws(StoreError) in try await keepsBackups(name) }
        }
        try await read(tables.records) { () throws(AWSError) in
            try await database.expireItems(of: tables.records, by: RecordKey.expiry)
        }
        return made
    }

    private var layout: [(name: String, key: DynamoDB.KeySchema)] {
        [(tables.issues, Self.issueKey), (tables.records, Self.recordKey)]
    }

    /// Asks until the answer is yes, two minutes at most where `pause` is a second.
    private func patiently(
        _ name: String, _ pause: () async throws -> Void, _ isDone: () async throws(StoreError) -> Bool
    ) async throws(StoreError) {
        for _ in 0..<120 {
            if try await isDone() { return }
            do { try await pause() } catch { break }
        }
        throw StoreError(.unavailable, "The DynamoDB table \(name) is still being made; try again in a minute.")
    }

    private func isActive(_ name: String) async throws(StoreError) -> Bool {
        try await read(name) { () throws(AWSError) in try await database.table(name)?.isActive ?? false }
    }

    /// false while a new table cannot keep any yet.
    private func keepsBackups(_ name: String) async throws(StoreError) -> Bool {
        try await read(name) { () throws(AWSError) in
            do throws(AWSError) {
                try await database.keepBackups(of: name)
                return true
            } catch let error where error.code == "ContinuousBackupsUnavailableException" {
                return false
            }
        }
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
