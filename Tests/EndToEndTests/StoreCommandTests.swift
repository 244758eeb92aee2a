import Foundation
import Networking
import TestSupport
import Testing

@Suite("State that is kept in DynamoDB", .serialized)
struct StoreCommandTests {
    private static func configuration(_ store: String) -> String {
        """
        {
          "aws": {
            "main_account_id": "123456789012", "region": "us-east-1", "accounts": { "123456789012": "own" },
            "regions": ["us-east-1"]
          },
          "slack": { "enabled": false },
          "store": \(store)
        }
        """
    }

    @Test("Every command works on the tables that `store create` made, and `store copy` takes the state elsewhere")
    func commands() async throws {
        try await MotoServer.with { moto in
            let keys = try await moto.checkedUser()
            try #require(keys.count == 2)
            try await TemporaryDirectory.with { directory in
                try directory.write(Self.configuration(#"{ "engine": "dynamodb" }"#), to: "config.json")
                for name in ["whitelist.json", "ticket_owners.json"] { try directory.write("{}", to: name) }
                let environment = [
                    "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                    "AWS_REGION": "us-east-1", "HOME": directory.path, "TRAILWATCH_STATE_DIR": directory.file("state"),
                ]
                func run(_ words: String...) async throws -> Program.Outcome {
                    try await Program.run("trailwatch", words + ["--config", directory.path], environment: environment)
                }

                let missing = try await run("issues")
                #expect(missing.status == 1)
                #expect(
                    missing.errors
                        == "trailwatch: the store: The DynamoDB table hammer-cloudtrails is not there in us-east-1: `trailwatch store create` makes it.\n"
                )
                #expect(try await run("store", "create").output == "Made: hammer-cloudtrails, trailwatch.\n")
                #expect(try await run("store", "create").output == "Both tables are there already.\n")

                let scan = try await run("scan", "--record")
                #expect(scan.status == 2, "\(scan.errors)")
                let issues = try await run("issues")
                #expect(issues.status == 2)
                #expect(issues.output.contains("own (123456789012) us-east-1"))
                let added = try await run("whitelist", "add", "own", "eu-west-1")
                #expect(added.status == 0, "\(added.errors)")
                #expect(!FileManager.default.fileExists(atPath: directory.file("state") + "/trailwatch.sqlite"))

                let copied = try await run("store", "copy", "--from", "dynamodb", "--to", "sqlite")
                #expect(
                    copied.output
                        == "Copied: issues 1, notices 0, messages 0, baselines 1, whitelist entries 1, scans 1.\n")
                try directory.write(Self.configuration(#"{ "engine": "sqlite" }"#), to: "config.json")
                let embedded = try await run("issues")
                #expect(embedded.output == issues.output)
                #expect(try await run("whitelist").output.contains("eu-west-1"))
            }
        }
    }
}
