import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Two bots on one store", .serialized)
struct ReplicaTests {
    private static let onDynamoDB: JSONValue = ["bot": ["configuration": ["store": ["engine": "dynamodb"]]]]

    @Test("When the one that works is killed, the other tells what is new, and nothing is told twice")
    func takeover() async throws {
        try await MotoServer.with { moto in
            try await moto.run(Self.makeTables)
            let scenario = try SmallCompany.scenario(changing: SmallCompany.scanning.merged(with: Self.onDynamoDB))
            try await Sandbox.run(scenario, timings: Stage.timings) { sandbox in
                let environment = ["AWS_ENDPOINT_URL_DYNAMODB": moto.url]
                let first = try BotProcess(
                    executable: Program.path("trailwatch"), sandbox: sandbox, extraEnvironment: environment)
                let stage = Stage(sandbox: sandbox, bot: first)
                do {
                    let payments = try await stage.channel("payments")
                    _ = try await stage.message(
                        since: 0, in: payments, containing: "CloudTrail disabled", "222222222222")
                    try await Stage.run(in: sandbox, environment: environment) { other in
                        #expect(await first.crash() == .init(status: 9, wasSignal: true))
                        let mark = other.mark
                        try await sandbox.estate.change(
                            account: "111111111111",
                            set: [
                                "trails": [
                                    [
                                        "name": "audit", "home": "us-east-1", "multi_region": true,
                                        "logging": false,
                                    ]
                                ]
                            ])
                        _ = try await other.ask("scan all", answer: "Scan of all accounts finished.")
                        let security = try await other.channel("security")
                        let news = try await sandbox.workspace.nextMessage(
                            since: mark, in: security, within: .seconds(180)
                        ) { $0.text.contains("CloudTrail disabled") && $0.text.contains("111111111111") }
                        #expect(news != nil)
                        #expect(other.posted(since: 0, in: payments).count == 1)
                        let told = other.posted(since: mark, in: security).filter { $0.text.contains("111111111111") }
                        #expect(told.count == 1)
                    }
                } catch {
                    await first.stop()
                    throw error
                }
                first.clean()
            }
        }
    }

    static let makeTables = """
        import boto3, sys
        client = boto3.client("dynamodb", endpoint_url=sys.argv[1])
        for name, keys in (("hammer-cloudtrails", ("account_id", "issue_id")), ("trailwatch", ("pk", "sk"))):
            client.create_table(
                TableName=name, BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[dict(AttributeName=key, AttributeType="S") for key in keys],
                KeySchema=[dict(AttributeName=key, KeyType=kind) for key, kind in zip(keys, ("HASH", "RANGE"))])
        """
}
