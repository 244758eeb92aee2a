import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("The bot's log in CloudWatch Logs", .serialized)
struct ShippedLogsTests {
    private static let read = """
        import boto3, sys
        logs = boto3.client("logs", region_name="us-east-1", endpoint_url=sys.argv[1])
        for group in logs.describe_log_groups()["logGroups"]:
            for stream in logs.describe_log_streams(logGroupName=group["logGroupName"])["logStreams"]:
                for event in logs.filter_log_events(
                        logGroupName=group["logGroupName"], logStreamNames=[stream["logStreamName"]])["events"]:
                    print(group["logGroupName"], stream["logStreamName"], event["message"])
        """

    @Test("A start that fails is told there, too")
    func badStart() async throws {
        let scenario = try SmallCompany.scenario(
            changing: ["bot": ["configuration": ["cloudwatch_logs": ["enabled": true]]]])
        try await MotoServer.with { moto in
            try await Sandbox.run(scenario) { sandbox in
                try await TemporaryDirectory.with { directory in
                    let setup = BotSetup(sandbox, state: directory.file("state"))
                    try setup.write(to: directory.path)
                    var environment = setup.environment
                    environment["SLACK_BOT_TOKEN"] = nil
                    environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = moto.url
                    let outcome = try await Program.run(
                        "trailwatch", ["run", "--config", directory.path], environment: environment)
                    #expect(outcome.status == 1)
                }
            }
            let lines = try await moto.run(Self.read)
            #expect(
                lines.contains { line in
                    ["trailwatch ", #""level":"critical""#, "SLACK_BOT_TOKEN is not set"].allSatisfy(line.contains)
                }, "\(lines)")
        }
    }

    @Test("A scan, its verdicts, what became of issues and who was told stand where Hammer's playbook says")
    func journals() async throws {
        let scenario = try SmallCompany.scenario(
            changing: ["bot": ["configuration": ["cloudwatch_logs": ["enabled": true]]]])
        try await MotoServer.with { moto in
            try await Stage.run(scenario, environment: ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": moto.url]) { stage in
                let (mark, channel) = (stage.mark, try await stage.channel("security"))
                _ = try await stage.ask("scan account payments", answer: "us-east-1")
                _ = try await stage.message(since: mark, in: channel, containing: "payments")
            }
            // The bot has ended: what it had not sent yet it sent then.
            let lines = try await moto.run(Self.read)
            func has(_ place: String, _ words: String...) -> Bool {
                lines.contains { line in line.hasPrefix(place) && words.allSatisfy(line.contains) }
            }
            let (lambda, ec2) = ("/aws/lambda/hammer-", "/aws/ec2/hammer-reporting-remediation ")
            #expect(has(lambda + "initiate-cloudtrails trailwatch", "A scan begins.", "222222222222"))
            #expect(has(lambda + "initiate-cloudtrails trailwatch", "A scan ends."))
            #expect(
                has(
                    lambda + "describe-cloudtrails trailwatch", "An account was looked at.",
                    #""disabled":["us-east-1"]"#))
            #expect(has(ec2 + "reporting.create_cloudtrails_tickets", "Told.", "opened 222222222222/us-east-1"))
            #expect(has(ec2 + "remediation.clean_cloudtrails", "An issue changed.", #""event":"opened""#))
            #expect(has(ec2 + "trailwatch.audit", "scan account payments", #""outcome":"done""#))
            #expect(has(ec2 + "trailwatch ", #""level":"info""#), "\(lines)")
        }
    }
}
