import AWS
import ChatOps
import CloudTrailCore
import CurlTransport
import DynamoDBStore
import Foundation
import Networking
import StoreContract
import TestSupport
import Testing

/// Fresh tables in one moto, which checks each request's signature and lasts as long as the tests' process.
struct MotoTables {
    let store: DynamoDBStore
    let database: DynamoDB
    let tables: DynamoDBStore.Tables
    let wire: Wire
    private let shared: SharedMoto

    /// New names, and tables of these names unless `made` is false.
    static func fresh(made: Bool = true) async throws -> MotoTables {
        let shared = try await SharedMoto.running.value
        let name = UUID().uuidString.lowercased()
        let tables = DynamoDBStore.Tables(issues: "hammer-\(name)", records: "trailwatch-\(name)")
        let settings = try AWSSettings(environment: [
            "AWS_ENDPOINT_URL": shared.moto.url, "AWS_ACCESS_KEY_ID": shared.keys[0],
            "AWS_SECRET_ACCESS_KEY": shared.keys[1], "AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ])
        let wire = Wire(shared.transport)
        let database = DynamoDB(try AWSAccess(transport: wire, settings: settings))
        let store = Self.store(database, tables)
        if made { #expect(try await store.create {} == [tables.issues, tables.records]) }
        wire.forget()
        return MotoTables(store: store, database: database, tables: tables, wire: wire, shared: shared)
    }

    /// The store of another process.
    func another() -> DynamoDBStore { Self.store(database, tables) }

    private static func store(_ database: DynamoDB, _ tables: DynamoDBStore.Tables) -> DynamoDBStore {
        DynamoDBStore(database, tables: tables, now: { Sample.date(0) }) { "https://jira.example/browse/\($0)" }
    }

    /// Runs Python that has boto3's tables `issues` and `records`; the lines it prints.
    @discardableResult
    func python(_ script: String) async throws -> [String] {
        try await shared.moto.run(
            """
            import boto3, json, sys
            from datetime import datetime, timezone
            database = boto3.resource(
                "dynamodb", endpoint_url=sys.argv[1], aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3],
                region_name="us-east-1")
            issues, records = database.Table(sys.argv[4]), database.Table(sys.argv[5])

            """ + script, arguments: shared.keys + [tables.issues, tables.records])
    }
}

struct SharedMoto: Sendable {
    let moto: MotoServer
    /// The id and the secret of a user who may do everything.
    let keys: [String]
    let transport: any HTTPTransport

    /// Ends with the process: the server's standard input ends then.
    static let running = Task {
        try await withCheckedThrowingContinuation { continuation in
            Task {
                do {
                    try await MotoServer.with { moto in
                        let keys = try await moto.checkedUser()
                        let curl = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
                        continuation.resume(
                            returning: SharedMoto(moto: moto, keys: keys, transport: OneAtATime(transport: curl)))
                        try await Task.sleep(for: .seconds(Int64.max / 4))
                    }
                } catch {
                    // Only before it was lent: the sleep is never cancelled.
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}

/// moto's tables are not safe from two requests at once, which DynamoDB's are.
private actor OneAtATime: HTTPTransport {
    private let transport: any HTTPTransport
    private var last: Task<Void, Never>?

    init(transport: any HTTPTransport) {
        self.transport = transport
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let (before, transport) = (last, transport)
        let task = Task { () -> Result<HTTPResponse, TransportError> in
            await before?.value
            do throws(TransportError) { return .success(try await transport.send(request)) } catch {
                return .failure(error)
            }
        }
        last = Task { _ = await task.value }
        return try await task.value.get()
    }
}
