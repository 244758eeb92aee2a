import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite(
    "A scan through AWS's failures",
    .enabled(if: MicroburstProxy.isInstalled, "microburst is not installed: `make venv` does it"))
struct MicroburstTests {
    private static let accounts = (0..<20).map { Account(id: AccountID("\(100_000_000_000 + $0)")!) }
    private static let regions = [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1",
        "ap-south-1", "sa-east-1",
    ].map { Region($0)! }

    /// Two of these each hit every operation in every region: one call cannot get more than it has retries.
    private static let faults = [
        #""error":{"code":"ThrottlingException","status":400}"#, #""error":{"code":"InternalFailure","status":500}"#,
        #""reset":true"#, #""response":{"truncate_frac":0.5}"#, #""response":{"abort_frac":0.3}"#,
        #""error":{"code":"ServiceUnavailable","status":503}"#,
    ]

    private static let rules: String = {
        let places =
            regions.flatMap { region in
                ["DescribeTrails", "GetTrailStatus"].map { ("cloudtrail", $0, region.rawValue) }
            } + [("sts", "GetCallerIdentity", "us-east-1"), ("sts", "AssumeRole", "us-east-1")]
        let rules = places.enumerated().flatMap { index, place in
            (0..<2).map { number in
                """
                {"service":"\(place.0)","operation":"\(place.1)","region":"\(place.2)","times":1,\
                \(faults[(index * 2 + number) % faults.count])}
                """
            }
        }
        return "[\(rules.joined(separator: ","))]"
    }()

    @Test("Throttles, failures, resets and cut answers cost one request each, and no verdict")
    func scan() async throws {
        try await MotoServer.with { moto in
            try await moto.run(Self.makeEstate, arguments: Self.accounts.map(\.id.rawValue))
            try await MicroburstProxy.with(upstream: moto.url, rules: Self.rules) { proxy in
                let settings = try AWSSettings.of([
                    "AWS_ENDPOINT_URL": proxy.url, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
                    "AWS_REGION": "us-east-1",
                ])
                let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
                let source = AWSTrailSource(
                    try AWSAccess(transport: transport, settings: settings), entrance: Entrance(roleName: "watcher"))
                let plan = ScanPlan(accounts: Self.accounts, regions: .only(Self.regions))
                var report = ScanReport(plan: plan)
                for await event in Scanner(source: source, now: { Date() }).scan(plan) { report.apply(event) }

                #expect(report.unknown.map { "\($0.place): \($0.unknowns)" } == [])
                #expect(report.checkedRegions == 200 && report.finishedAccounts == 20)
                // Every fifth account has its trail stopped, and every seventh no trail.
                let broken = Self.accounts.indices.filter { $0 % 5 == 3 || $0 % 7 == 4 }.map { Self.accounts[$0].id }
                #expect(Set(report.broken.map(\.place.account)) == Set(broken))
                #expect(report.brokenRegions == broken.count * 10)

                let count = try await proxy.count()
                #expect(count.faulted == 44)
                let trails = Self.accounts.indices.count { $0 % 7 != 4 }
                #expect(count.total <= 1 + 20 + 200 + trails * 10 + 44)
            }
        }
    }

    private static let makeEstate = """
        import boto3, sys

        # moto's own way to name an account: entering it first would take longer than all the rest.
        def in_account(request, **_):
            request.headers["x-moto-account-id"] = account

        def client(service):
            made = boto3.client(service, region_name="us-east-1", endpoint_url=sys.argv[1])
            made.meta.events.register("before-sign", in_account)
            return made

        account = ""
        buckets, trails = client("s3"), client("cloudtrail")
        for number, account in enumerate(sys.argv[2:]):
            if number % 7 == 4:
                continue
            buckets.create_bucket(Bucket=f"logs-{account}")
            trails.create_trail(Name="main", S3BucketName=f"logs-{account}", IsMultiRegionTrail=True)
            trails.start_logging(Name="main")
            if number % 5 == 3:
                trails.stop_logging(Name="main")
        """
}
