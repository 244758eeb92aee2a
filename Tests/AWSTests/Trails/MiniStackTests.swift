import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

/// What moto does not know: selectors are kept as they were put, and trails say whether they have any of their own.
@Suite(
    "Trails of ministack's AWS",
    .enabled(if: MiniStackServer.isInstalled, "ministack is not installed: `make venv` does it"))
struct MiniStackTests {
    private static let account = AccountID("111111111111")!
    private static let entered = AccountID("222222222222")!

    private static func source(_ server: MiniStackServer) throws -> AWSTrailSource {
        let settings = try AWSSettings.of([
            "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": account.rawValue, "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        ])
        let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
        return AWSTrailSource(
            try AWSAccess(transport: transport, settings: settings), entrance: Entrance(roleName: "watcher"))
    }

    @Test("Selectors of every kind come to the verdict that they deserve, region by region")
    func selectors() async throws {
        try await MiniStackServer.with { server in
            try await ChildProcess.output(of: [ProjectPython.path, "-c", Self.makeEstate, server.url])
            let source = try Self.source(server)
            #expect(try await source.callerIdentity().account == Self.account)
            let regions = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1"].map { Region($0)! }
            let plan = ScanPlan(accounts: [Account(id: Self.account)], regions: .only(regions))
            var report = ScanReport(plan: plan)
            for await event in Scanner(source: source, now: { Date() }).scan(plan) { report.apply(event) }
            let found = Dictionary(
                uniqueKeysWithValues: report.broken.map { ($0.place.region.rawValue, $0.findings.map(\.kind)) })
            // Reads by a basic selector and writes by an advanced one are all of us-east-1.
            #expect(
                found == [
                    "us-west-2": [.degraded], "eu-west-1": [.disabled], "eu-central-1": [.degraded],
                    "ap-south-1": [.disabled],
                ])
            #expect(report.unknown.map { "\($0.place): \($0.unknowns)" } == [])
        }
    }

    @Test("A trail of several regions is seen from each, and its status is asked for by its ARN")
    func shadows() async throws {
        try await MiniStackServer.with { server in
            try await ChildProcess.output(of: [ProjectPython.path, "-c", Self.makeShadow, server.url])
            let session = try await Self.source(server).account(Self.entered)
            let snapshot = await session.snapshot(of: Region("eu-west-1")!)
            let trails = try #require(snapshot.trails.value)
            #expect(trails.map(\.trail.arn) == ["arn:aws:cloudtrail:us-east-1:222222222222:trail/everywhere"])
            #expect(trails[0].trail.homeRegion == Region("us-east-1") && trails[0].status.value?.isLogging == true)
            #expect(trails[0].selection == .known(.standard))
            #expect(try await session.regions().count > 10)
        }
    }

    private static let prelude = """
        import boto3, json, sys

        def client(service, region="us-east-1", account="111111111111"):
            return boto3.client(service, region_name=region, endpoint_url=sys.argv[1], aws_access_key_id=account,
                                aws_secret_access_key="secret")

        client("s3").create_bucket(Bucket="logs")

        """

    private static let makeEstate =
        prelude + """
            def trail(region, name, **selectors):
                trails = client("cloudtrail", region)
                trails.create_trail(Name=name, S3BucketName="logs")
                trails.start_logging(Name=name)
                if selectors:
                    trails.put_event_selectors(TrailName=name, **selectors)

            def basic(kind, management=True):
                return [{"ReadWriteType": kind, "IncludeManagementEvents": management}]

            def fields(**equals):
                return [{"Name": "any", "FieldSelectors": [
                    {"Field": field, "Equals": [value]} for field, value in equals.items()]}]

            trail("us-east-1", "reads", EventSelectors=basic("ReadOnly"))
            trail("us-east-1", "writes", AdvancedEventSelectors=fields(eventCategory="Management", readOnly="false"))
            trail("us-west-2", "reads", EventSelectors=basic("ReadOnly"))
            trail("eu-west-1", "data", EventSelectors=basic("All", management=False))
            trail("eu-central-1", "writes", AdvancedEventSelectors=fields(eventCategory="Management", readOnly="false"))
            trail("ap-south-1", "stopped")
            client("cloudtrail", "ap-south-1").stop_logging(Name="stopped")
            """

    private static let makeShadow =
        prelude + """
            client("iam", account="222222222222").create_role(RoleName="watcher", AssumeRolePolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "sts:AssumeRole"}]}))
            trails = client("cloudtrail", account="222222222222")
            trails.create_trail(Name="everywhere", S3BucketName="logs", IsMultiRegionTrail=True)
            trails.start_logging(Name="everywhere")
            """
}
