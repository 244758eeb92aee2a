import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Tokens that AWS keeps", .serialized)
struct SecretTests {
    /// Lends a sandbox whose bot token is somewhere else, and a moto that has it: by ARN, and in Hammer's table.
    private static func withSecrets(
        _ body: (Sandbox, BotSetup, TemporaryDirectory, _ arn: String) async throws -> Void
    ) async throws {
        try await Sandbox.run(SmallCompany.scenario(changing: ["jira": ["flavour": "datacenter"]])) { sandbox in
            try await TemporaryDirectory.with { directory in
                var setup = BotSetup(sandbox, state: directory.file("state"))
                try setup.write(to: directory.path)
                let token = try #require(setup.environment["SLACK_BOT_TOKEN"])
                try await MotoServer.with { moto in
                    let lines = try await moto.run(makeSecrets, arguments: [token])
                    for service in ["SECRETS_MANAGER", "DYNAMODB"] {
                        setup.environment["AWS_ENDPOINT_URL_\(service)"] = moto.url
                    }
                    try await body(sandbox, setup, directory, try #require(lines.first))
                }
            }
        }
    }

    private static func run(_ directory: TemporaryDirectory, _ environment: [String: String]) async throws -> String {
        let outcome = try await Program.run(
            "trailwatch", ["run", "--config", directory.path], environment: environment)
        #expect(outcome.status == 1)
        return outcome.errors
    }

    @Test("A token by ARN, or from Hammer's table, is as good as the token itself")
    func found() async throws {
        try await Self.withSecrets { sandbox, setup, directory, arn in
            // An app token that Slack refuses comes last: whoever gets so far has a bot token.
            var environment = setup.environment
            environment["SLACK_APP_TOKEN"] = "xapp-1-wrong"
            environment["SLACK_BOT_TOKEN"] = arn
            #expect(try await Self.run(directory, environment).contains("Slack does not accept the app token"))

            environment["SLACK_BOT_TOKEN"] = nil
            #expect(try await Self.run(directory, environment).contains("SLACK_BOT_TOKEN is not set"))
            let config = try String(contentsOfFile: directory.file("config.json"), encoding: .utf8)
            try directory.write(
                config.replacing(
                    "{", with: #"{"credentials": {"ddb.table_name": "hammer-credentials"},"#, maxReplacements: 1),
                to: "config.json")
            #expect(try await Self.run(directory, environment).contains("Slack does not accept the app token"))
        }
    }

    @Test("JIRA's OAuth keys of Hammer's table sign the bot's requests")
    func oauth() async throws {
        try await Self.withSecrets { sandbox, setup, directory, _ in
            var environment = setup.environment
            environment["JIRA_TOKEN"] = nil
            let config = try String(contentsOfFile: directory.file("config.json"), encoding: .utf8)
            try directory.write(
                config.replacing(
                    "{", with: #"{"credentials": {"ddb.table_name": "hammer-credentials"},"#, maxReplacements: 1),
                to: "config.json")
            let wire = try await Wire()
            wire.begin(sandbox)
            let server = try String(contentsOfFile: directory.file("config.json"), encoding: .utf8)
            try directory.write(server.replacing(sandbox.jiraURL, with: wire.url(of: .jira)), to: "config.json")
            let outcome = try await Program.run(
                "trailwatch", ["doctor", "jira", "--config", directory.path], environment: environment)
            await wire.stop()
            // The sandbox's JIRA does not know such keys, which it can only say because they were shown to it.
            #expect(outcome.output.contains("check the JIRA_OAUTH_… variables"), "\(outcome)")
            let shown = wire.journal.entries.compactMap { $0.request.headers["Authorization"] }
            #expect(!shown.isEmpty && shown.allSatisfy { $0.hasPrefix(#"OAuth oauth_consumer_key="hammer""#) })
            #expect(shown.allSatisfy { $0.contains(#"oauth_signature_method="RSA-SHA1""#) })
        }
    }

    @Test("A token that cannot be read there is named with its place")
    func missing() async throws {
        try await Self.withSecrets { _, setup, directory, arn in
            var environment = setup.environment
            environment["SLACK_BOT_TOKEN"] = arn + "x"
            let complaint = try await Self.run(directory, environment)
            #expect(
                complaint.contains(
                    "trailwatch: SLACK_BOT_TOKEN is kept at \(arn)x, which cannot be read: GetSecretValue: "
                        + "ResourceNotFoundException"), "\(complaint)")
        }
    }

    private static let makeSecrets = """
        import boto3, subprocess, sys

        where = dict(region_name="us-east-1", endpoint_url=sys.argv[1])
        print(boto3.client("secretsmanager", **where).create_secret(Name="bot", SecretString=sys.argv[2])["ARN"])
        boto3.client("dynamodb", **where).create_table(
            TableName="hammer-credentials", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "service", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "service", "AttributeType": "S"}])
        boto3.resource("dynamodb", **where).Table("hammer-credentials").put_item(
            Item={"service": "slack", "credentials": {"api_token": sys.argv[2]}})
        key = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, text=True, check=True).stdout
        boto3.resource("dynamodb", **where).Table("hammer-credentials").put_item(
            Item={"service": "jira", "credentials": {"oauth": {
                "consumer_key": "hammer", "access_token": "t", "access_token_secret": "s", "key_cert": key}}})
        """
}
