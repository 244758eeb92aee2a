import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import DynamoDBStore
import FoundationEssentials
import SQLiteStore

/// The store that config.json chooses.
struct StateStore {
    private let configuration: Configuration
    private let environment: ProcessEnvironment

    init(_ configuration: Configuration, _ environment: ProcessEnvironment) {
        self.configuration = configuration
        self.environment = environment
    }

    /// Whether there is anything to read; opening makes the database of SQLite where it is missing.
    var isThere: Bool { configuration.store.engine != .sqlite || hasDatabase }

    var hasDatabase: Bool { FileManager.default.fileExists(atPath: environment.databasePath) }

    /// Throws unless it can be worked with.
    func open(_ access: AWSAccess) async throws(StoreError) -> any Store {
        switch configuration.store.engine {
        case .sqlite: return try sqlite()
        case .dynamoDB:
            let store = dynamoDB(access)
            try await store.check()
            return store
        }
    }

    /// nil where it is DynamoDB's, and there is no way to AWS.
    func open(_ access: AWSAccess?) async throws(StoreError) -> (any Store)? {
        if let access { return try await open(access) as any Store }
        return configuration.store.engine == .sqlite ? try sqlite() : nil
    }

    /// Lends it to a command that asks AWS nothing else.
    func lend(_ body: (any Store) async throws -> Void) async throws {
        guard configuration.store.engine == .dynamoDB else { return try await body(sqlite()) }
        let connection = try AWSConnection(configuration, environment)
        defer { connection.http.shutdown() }
        try await body(open(connection.access))
    }

    func sqlite() throws(StoreError) -> SQLiteStore {
        try SQLiteStore(path: environment.databasePath)
    }

    func dynamoDB(_ access: AWSAccess) -> DynamoDBStore {
        let root = configuration.jira.server ?? ""
        return DynamoDBStore(
            DynamoDB(access),
            tables: .init(issues: configuration.cloudtrails.tableName, records: configuration.store.table),
            ticketURL: { "\(root)/browse/\($0)" })
    }
}
