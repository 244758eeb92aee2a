import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("AWS settings that lead nowhere", .serialized)
struct AWSTroubleTests {
    private static let configuration = """
        {"aws": {"role_name_identification": "r", "accounts": {"111111111111": "a"}}, "slack": {"enabled": false}}
        """

    /// Runs a scan that must not start; what it says.
    private static func complaint(_ config: String, _ environment: [String: String] = [:]) async throws -> String {
        try await TemporaryDirectory.with { directory in
            try directory.write(configuration, to: "config.json")
            for name in ["whitelist.json", "ticket_owners.json"] { try directory.write("{}", to: name) }
            var environment = environment
            environment["AWS_CONFIG_FILE"] = try directory.write(config, to: "aws-config")
            environment["HOME"] = directory.path
            environment["PATH"] = "/usr/bin:/bin"
            environment["TRAILWATCH_STATE_DIR"] = directory.file("state")
            environment["AWS_EC2_METADATA_DISABLED"] = "true"
            let outcome = try await Program.run(
                "trailwatch", ["scan", "--config", directory.path], environment: environment)
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            return outcome.errors
        }
    }

    @Test(
        "Each is told in one sentence",
        arguments: [
            (
                "",
                "no AWS credentials: none in the environment, none in profile default, no container's, and "
                    + "AWS_EC2_METADATA_DISABLED forbids asking the instance"
            ),
            (
                "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nrole_arn = s\nsource_profile = default\n",
                "profile a: source_profile goes round in a circle: default → a → default"
            ),
            (
                "[default]\nrole_arn = r\nsource_profile = a\nmfa_serial = m\n[profile a]\n",
                "profile default has mfa_serial: a bot has nobody who types a code, so it needs a profile without one"
            ),
            (
                "[default]\nsso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n",
                "nobody has signed in to https://x on this machine: `aws sso login --profile default` does it"
            ),
            (
                "[default]\ncredential_process = sh -c 'echo locked out >&2; exit 7'\n",
                "profile default: credential_process: sh ended with status 7: locked out"
            ),
        ])
    func sentences(config: String, sentence: String) async throws {
        #expect(try await Self.complaint(config) == "trailwatch: \(sentence)\n")
    }

    @Test("Keys that have expired are told with the request to ask AWS about")
    func expired() async throws {
        let answer = """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
            <Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error>\
            <RequestId>4c1e</RequestId></ErrorResponse>
            """
        let script: RawServer.Script = { connection in
            while try connection.receiveRequest() != nil {
                try connection.respond(status: 403, body: Data(answer.utf8))
            }
        }
        try await RawServer.with(script: script) { server in
            let complaint = try await Self.complaint(
                "",
                [
                    "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "ASIA", "AWS_SECRET_ACCESS_KEY": "secret",
                    "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-west-1",
                ])
            #expect(
                complaint
                    == "trailwatch: GetCallerIdentity: ExpiredToken: The security token included in the request is "
                    + "expired (these credentials have ended, and their source has no others) (request 4c1e)\n")
        }
    }
}
