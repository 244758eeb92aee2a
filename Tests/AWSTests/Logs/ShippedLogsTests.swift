import CurlTransport
import FoundationEssentials
import Logging
import Networking
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite("Log lines in somebody else's CloudWatch Logs")
struct ShippedLogsTests {
    private static let stream = LogStream(
        group: "/aws/ec2/hammer-reporting-remediation", name: "reporting.create_cloudtrails_tickets")

    private static func shipper(
        _ url: String, keys: [String] = ["testing", "testing"], tell: @escaping @Sendable (LogShipper.News) -> Void
    ) throws -> LogShipper {
        let settings = try AWSSettings.of([
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
            "AWS_REGION": "us-east-1",
        ])
        let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
        return LogShipper(try AWSAccess(transport: transport, settings: settings), tell: tell)
    }

    private static func log(to shipper: LogShipper) -> Logger {
        Logger(label: "trailwatch.notices") { label in
            ShippingLogHandler(label: label, level: .info, stream: Self.stream, shipper: shipper)
        }
    }

    private static let read = """
        import boto3, json, sys
        logs = boto3.client("logs", region_name="us-east-1", endpoint_url=sys.argv[1],
                            aws_access_key_id=sys.argv[4], aws_secret_access_key=sys.argv[5])
        for page in logs.get_paginator("filter_log_events").paginate(
                logGroupName=sys.argv[2], logStreamNames=[sys.argv[3]]):
            for event in page["events"]:
                print(event["message"])
        """

    @Test("A logger's lines arrive as JSON, in a group and a stream that were made for them")
    func moto() async throws {
        try await MotoServer.with { moto in
            let told = Mutex<[LogShipper.News]>([])
            let keys = try await moto.checkedUser()
            let shipper = try Self.shipper(moto.url, keys: keys) { news in told.withLock { $0.append(news) } }
            let log = Self.log(to: shipper)
            log.info("Told.", metadata: ["recipient": "#payments", "news": ["opened", #"with "quotes" and\nlines"#]])
            log.debug("Not at this level.")
            // Older than CloudWatch Logs takes.
            shipper.record("old", at: Date(timeIntervalSinceNow: -15 * 86_400), in: Self.stream)
            await shipper.finish(within: .seconds(30))
            let lines = try await moto.run(Self.read, arguments: [Self.stream.group, Self.stream.name] + keys)
            #expect(
                lines == [
                    ##"{"level":"info","logger":"trailwatch.notices","message":"Told.","news":["opened","with \"quotes\" and\\nlines"],"recipient":"#payments"}"##
                ])
            // moto counts from 0 where AWS's index is one past the last.
            #expect(told.withLock { $0 }.allSatisfy { if case .lost = $0 { false } else { true } })
        }
    }

    @Test(
        "Through throttles, failures, resets and cut answers every line arrives",
        .enabled(if: MicroburstProxy.isInstalled, "microburst is not installed: `make venv` does it"))
    func microburst() async throws {
        let faults = [
            #""error":{"code":"ThrottlingException","status":400}"#,
            #""error":{"code":"InternalFailure","status":500}"#,
            #""reset":true"#, #""response":{"truncate_frac":0.5}"#,
        ]
        let rules = ["CreateLogGroup", "CreateLogStream", "PutLogEvents", "PutLogEvents"].enumerated().map {
            #"{"service":"logs","operation":"\#($1)","region":"us-east-1","times":1,\#(faults[$0])}"#
        }
        try await MotoServer.with { moto in
            try await MicroburstProxy.with(upstream: moto.url, rules: "[\(rules.joined(separator: ","))]") { proxy in
                let shipper = try Self.shipper(proxy.url) { _ in }
                let log = Self.log(to: shipper)
                for number in 0..<2000 { log.info("line \(number)") }
                await shipper.finish(within: .seconds(60))
                let lines = try await moto.run(
                    Self.read, arguments: [Self.stream.group, Self.stream.name, "testing", "testing"])
                // A call whose answer was lost is made again: then its lines are there twice, and none is missing.
                #expect(Set(lines).count == 2000)
                #expect(try await proxy.count().faulted == 4)
            }
        }
    }
}
