import CloudTrailCore
import GRDB

extension SQLiteStore {
    public func baseline(of account: AccountID) async throws(StoreError) -> AccountBaseline? {
        let document = try await access { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT document FROM baseline WHERE account_id = ?"),
                arguments: [account.rawValue])
        }
        guard let document else { return nil }
        return try Document.decode(from: document, "What was last seen of account \(account)")
    }

    public func save(_ baseline: AccountBaseline) async throws(StoreError) {
        var stored = baseline
        stored.version += 1
        try await transaction { [stored] database in
            let sql =
                baseline.version == 0
                ? "INSERT INTO baseline (version, document, account_id) VALUES (?, ?, ?) ON CONFLICT (account_id) DO NOTHING"
                : "UPDATE baseline SET version = ?, document = ? WHERE account_id = ? AND version = ?"
            var arguments: StatementArguments = [
                stored.version, try Document.encode(stored), stored.account.rawValue,
            ]
            if baseline.version != 0 { arguments += [baseline.version] }
            try database.cachedStatement(sql: sql).execute(arguments: arguments)
            guard database.changesCount == 1 else {
                throw StoreError(.stale, "What was last seen of account \(stored.account) was changed meanwhile.")
            }
        }
    }
}
