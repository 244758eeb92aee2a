import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("Trails of moto's AWS")
struct MotoTests {
    private static let production = AccountID("111111111111")!
    private static let quiet = AccountID("222222222222")!
    private static let closed = AccountID("333333333333")!
    private static let home = Region("us-east-1")!
    private static let elsewhere = Region("eu-west-1")!

    /// Keys of a user who may do everything, and of one who may do nothing.
    private struct Estate {
        var moto: MotoServer
        var watcher: [String]
        var nobody: [String]

        func source(_ keys: [String], roleName: String? = "audit/watcher") throws -> AWSTrailSource {
            AWSTrailSource(try access(keys), entrance: Entrance(roleName: roleName))
        }

        func access(_ keys: [String]) throws -> AWSAccess {
            try AWSAccess(transport: transport(), settings: settings(keys))
        }

        func cloudTrail(_ keys: [String]) throws -> CloudTrail {
            let settings = try settings(keys)
            let credentials = try #require(try CredentialSource.environment(settings))
            let client = AWSClient(
                transport: try transport(), endpoints: try Endpoints(settings),
                credentials: FixedCredentials(credentials))
            return CloudTrail(client, region: MotoTests.home)
        }

        private func transport() throws -> CurlTransport {
            try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
        }

        private func settings(_ keys: [String]) throws -> AWSSettings {
            try .of([
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                "AWS_REGION": "us-east-1",
            ])
        }
    }

    private static func withEstate(_ body: (Estate) async throws -> Void) async throws {
        try await MotoServer.with { moto in
            let lines = try await moto.run(makeEstate)
            try await moto.checkSignatures()
            try #require(lines.count == 2)
            let keys = lines.map { $0.split(separator: " ").map(String.init) }
            try await body(Estate(moto: moto, watcher: keys[0], nobody: keys[1]))
        }
    }

    @Test("A signed scan of several accounts reads each trail where it is seen, and says what it may not see")
    func scan() async throws {
        try await Self.withEstate { estate in
            let source = try estate.source(estate.watcher)
            let caller = try await source.callerIdentity()
            #expect(caller.arn == "arn:aws:iam::123456789012:user/watcher")
            #expect(caller.partition == "aws")

            let production = try await source.account(Self.production)
            let regions = try await production.regions()
            #expect(regions.contains(Self.home) && regions.contains(Self.elsewhere))

            let home = await production.snapshot(of: Self.home)
            #expect(home.place == AccountRegion(Self.production, Self.home))
            #expect(try Self.facts(home) == ["everywhere multi logging", "local single stopped"])
            let elsewhere = await production.snapshot(of: Self.elsewhere)
            #expect(try Self.facts(elsewhere) == ["everywhere multi logging"])
            let trail = try #require(elsewhere.trails.value?.first?.trail)
            #expect(
                trail
                    == Trail(
                        arn: "arn:aws:cloudtrail:us-east-1:111111111111:trail/everywhere", name: "everywhere",
                        homeRegion: Self.home, isMultiRegion: true, bucket: "logs-111111111111",
                        validatesLogFiles: true, hasCustomEventSelectors: false))

            let quiet = try await source.account(Self.quiet)
            #expect(await quiet.snapshot(of: Self.elsewhere).trails == .known([]))

            let closed = try await source.account(Self.closed)
            let denied = try #require(await closed.snapshot(of: Self.home).trails.unknown)
            #expect(denied.code == .accessDenied)
            #expect(denied.call == "DescribeTrails")
            #expect(denied.detail.hasPrefix("AccessDenied"))
            await #expect(throws: UnknownReason.self) { try await closed.regions() }
        }
    }

    @Test("The account one already is needs no role, and wrong or powerless keys are told apart")
    func keys() async throws {
        try await Self.withEstate { estate in
            let own = try await estate.source(estate.watcher, roleName: nil).account(AccountID("123456789012")!)
            let names = try #require(await own.snapshot(of: Self.home).trails.value).map(\.trail.name)
            #expect(names == ["basic", "advanced"])

            // moto never says that selectors are custom, so a scan would not ask for them.
            let cloudTrail = try estate.cloudTrail(estate.watcher)
            let arn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/"
            #expect(
                try await cloudTrail.eventSelectors(arn: arn + "basic").selection
                    == .basic([
                        EventSelector(readWriteType: .writeOnly, excludedManagementEventSources: ["kms.amazonaws.com"])
                    ]))
            #expect(
                try await cloudTrail.eventSelectors(arn: arn + "advanced").selection
                    == .advanced([
                        AdvancedEventSelector(
                            name: "most",
                            fieldSelectors: [
                                .init(field: "eventCategory", equals: ["Management"]),
                                .init(field: "eventSource", notEquals: ["kms.amazonaws.com"]),
                            ])
                    ]))

            let wrong = try estate.source([estate.watcher[0], "not-the-secret"])
            let refusal = await #expect(throws: AWSError.self) { try await wrong.callerIdentity() }
            #expect(refusal?.code == "SignatureDoesNotMatch")
            #expect(refusal?.status == 403)
            let unknown = await #expect(throws: UnknownReason.self) { try await wrong.account(Self.quiet) }
            #expect(unknown?.code == .refused)

            let powerless = try estate.source(estate.nobody)
            let reason = await #expect(throws: UnknownReason.self) { try await powerless.account(Self.quiet) }
            #expect(reason?.code == .roleNotAssumable)
            #expect(reason?.call == "AssumeRole")
        }
    }

    @Test("The accounts of an organization are found, all of them or those of a unit with a tag")
    func organization() async throws {
        try await MotoServer.with { moto in
            let lines = try await moto.run(Self.makeOrganization)
            try #require(lines.count == 3)
            let estate = Estate(moto: moto, watcher: ["testing", "testing"], nobody: [])
            let all = try await estate.access(estate.watcher).organization(.init()).accounts()
            #expect(all.count == 26)
            #expect(all.compactMap(\.name).filter { $0.hasPrefix("member") }.count == 25)
            #expect(!all.map(\.id.rawValue).contains(lines[1]))
            let some = try await estate.access(estate.watcher).organization(
                .init(units: [lines[0]], tags: ["Stage": ["prod"]])
            ).accounts()
            #expect(some.map(\.id.rawValue) == [lines[2]])
        }
    }

    /// Prints a unit, a closed account, and the account in a unit within that unit that has a tag.
    private static let makeOrganization = """
        import boto3, sys

        client = boto3.client("organizations", region_name="us-east-1", endpoint_url=sys.argv[1])
        client.create_organization(FeatureSet="ALL")
        root = client.list_roots()["Roots"][0]["Id"]

        def account(name):
            answer = client.create_account(AccountName=name, Email=name + "@example.com")
            return answer["CreateAccountStatus"]["AccountId"]

        def unit(name, parent):
            return client.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]

        outer = unit("outer", root)
        inner = unit("inner", outer)
        members = [account(f"member-{n}") for n in range(25)]
        tagged = members[7]
        client.tag_resource(ResourceId=tagged, Tags=[{"Key": "Stage", "Value": "prod"}])
        client.tag_resource(ResourceId=members[8], Tags=[{"Key": "Stage", "Value": "test"}])
        client.tag_resource(ResourceId=members[9], Tags=[{"Key": "Stage", "Value": "prod"}])
        client.move_account(AccountId=tagged, SourceParentId=root, DestinationParentId=inner)
        client.move_account(AccountId=members[8], SourceParentId=root, DestinationParentId=outer)
        closed = account("closed")
        client.close_account(AccountId=closed)
        print(outer)
        print(closed)
        print(tagged)
        """

    /// A snapshot in words; times are moto's clock, so only their presence is checked.
    private static func facts(_ snapshot: RegionSnapshot) throws -> [String] {
        try #require(snapshot.trails.value).map { item in
            let status = try #require(item.status.value)
            #expect(item.selection == .known(.basic([EventSelector()])))
            #expect(status.deliveryErrors.isEmpty && status.deliveryVisible)
            #expect(status.startedLogging != nil && status.latestDelivery != nil)
            #expect((status.stoppedLogging == nil) == status.isLogging)
            return "\(item.trail.name) \(item.trail.isMultiRegion ? "multi" : "single") "
                + (status.isLogging ? "logging" : "stopped")
        }.sorted()
    }

    private static let makeEstate = """
        import boto3, json, sys

        def client(service, keys={}, region="us-east-1"):
            return boto3.client(service, region_name=region, endpoint_url=sys.argv[1], **keys)

        def policy(*actions):
            return json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]})

        def user(name, *actions):
            iam = client("iam")
            iam.create_user(UserName=name)
            if actions:
                iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy(*actions))
            key = iam.create_access_key(UserName=name)["AccessKey"]
            print(key["AccessKeyId"], key["SecretAccessKey"])

        def account(number, *actions):
            answer = client("sts").assume_role(RoleArn=f"arn:aws:iam::{number}:role/admin", RoleSessionName="setup")
            credentials = answer["Credentials"]
            keys = dict(aws_access_key_id=credentials["AccessKeyId"],
                        aws_secret_access_key=credentials["SecretAccessKey"],
                        aws_session_token=credentials["SessionToken"])
            iam = client("iam", keys)
            iam.create_role(RoleName="watcher", Path="/audit/", AssumeRolePolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))
            iam.put_role_policy(RoleName="watcher", PolicyName="all", PolicyDocument=policy(*actions))
            return keys

        reading = ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors",
                   "ec2:DescribeRegions"]
        user("watcher", "*")
        user("nobody")
        keys = account("111111111111", *reading)
        client("s3", keys).create_bucket(Bucket="logs-111111111111")
        trails = client("cloudtrail", keys)
        trails.create_trail(Name="everywhere", S3BucketName="logs-111111111111", IsMultiRegionTrail=True,
                            EnableLogFileValidation=True)
        trails.create_trail(Name="local", S3BucketName="logs-111111111111")
        for name in ("everywhere", "local"):
            trails.start_logging(Name=name)
        trails.stop_logging(Name="local")
        client("s3").create_bucket(Bucket="logs-own")
        trails = client("cloudtrail")
        for name in ("basic", "advanced"):
            trails.create_trail(Name=name, S3BucketName="logs-own")
        trails.put_event_selectors(TrailName="basic", EventSelectors=[{
            "ReadWriteType": "WriteOnly", "IncludeManagementEvents": True,
            "ExcludeManagementEventSources": ["kms.amazonaws.com"]}])
        trails.put_event_selectors(TrailName="advanced", AdvancedEventSelectors=[{"Name": "most", "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Management"]},
            {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}]}])
        account("222222222222", *reading)
        account("333333333333", "s3:ListAllMyBuckets")
        """
}
