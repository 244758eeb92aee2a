import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Commands on a terminal, in an AWS that others wrote", .serialized)
struct MotoEstateTests {
    private static let configuration = """
        {
          "aws": {
            "region": "us-east-1", "role_name_identification": "audit/watcher",
            "accounts": { "111111111111": "production", "222222222222": "stopped", "333333333333": "closed" },
            "regions": ["us-east-1", "eu-west-1"]
          },
          "slack": { "enabled": false }
        }
        """

    @Test(
        "A scan of several accounts signs its requests, sees trails where they are seen, and admits what it may not see"
    )
    func scan() async throws {
        try await MotoServer.with { moto in
            let keys = try await moto.run(Self.makeEstate)
            try #require(keys.count == 2)
            try await moto.checkSignatures()
            try await TemporaryDirectory.with { directory in
                try directory.write(Self.configuration, to: "config.json")
                for name in ["whitelist.json", "ticket_owners.json"] { try directory.write("{}", to: name) }
                let environment = [
                    "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                    "AWS_REGION": "us-east-1", "HOME": directory.path, "TRAILWATCH_STATE_DIR": directory.file("state"),
                ]
                func run(_ words: String...) async throws -> Program.Outcome {
                    try await Program.run("trailwatch", words + ["--config", directory.path], environment: environment)
                }

                let scan = try await run("scan", "--json", "--record")
                #expect(scan.status == 2, "\(scan.errors)")
                #expect(scan.errors.isEmpty)
                let document = try JSONValue(parsing: Data(scan.output.utf8))
                #expect(document["disabled"] == [["222222222222", "eu-west-1"], ["222222222222", "us-east-1"]])
                #expect(document["degraded"] == [] && document["delivery_errors"] == [])
                #expect(document["unknown"] == [["333333333333", "eu-west-1"], ["333333333333", "us-east-1"]])
                #expect(document["regions"] == ["known": 6, "checked": 4])
                let production = document["accounts"]?["111111111111"]?["regions"]?["eu-west-1"]
                #expect(production?["verdict"] == "healthy")
                #expect(
                    production?["trails"]?.array?.compactMap { $0["arn"]?.string }
                        == ["arn:aws:cloudtrail:us-east-1:111111111111:trail/everywhere"])

                #expect(try await run("scan", "production").status == 0)
                #expect(try await run("scan", "closed").status == 3)
                let issues = try await run("issues")
                #expect(issues.status == 2)
                #expect(issues.output.contains("stopped (222222222222) eu-west-1"))

                var wrong = environment
                wrong["AWS_SECRET_ACCESS_KEY"] = "not-the-secret"
                let refused = try await Program.run(
                    "trailwatch", ["scan", "--config", directory.path], environment: wrong)
                #expect(refused.status == 1)
                #expect(refused.errors.hasPrefix("trailwatch: ") && refused.errors.contains("SignatureDoesNotMatch"))
                #expect(!refused.errors.contains("not-the-secret"))
            }
        }
    }

    private static let makeEstate = """
        import boto3, json, sys

        def client(service, keys={}):
            return boto3.client(service, region_name="us-east-1", endpoint_url=sys.argv[1], **keys)

        def policy(*actions):
            return json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]})

        def account(number, *actions):
            credentials = client("sts").assume_role(
                RoleArn=f"arn:aws:iam::{number}:role/admin", RoleSessionName="setup")["Credentials"]
            keys = dict(aws_access_key_id=credentials["AccessKeyId"],
                        aws_secret_access_key=credentials["SecretAccessKey"],
                        aws_session_token=credentials["SessionToken"])
            iam = client("iam", keys)
            iam.create_role(RoleName="watcher", Path="/audit/", AssumeRolePolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))
            iam.put_role_policy(RoleName="watcher", PolicyName="all", PolicyDocument=policy(*actions))
            return keys

        def trail(number, keys, name, **options):
            client("s3", keys).create_bucket(Bucket=f"logs-{number}")
            trails = client("cloudtrail", keys)
            trails.create_trail(Name=name, S3BucketName=f"logs-{number}", **options)
            trails.start_logging(Name=name)
            return trails

        reading = ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"]
        trail("111111111111", account("111111111111", *reading), "everywhere", IsMultiRegionTrail=True)
        trail("222222222222", account("222222222222", *reading), "local").stop_logging(Name="local")
        account("333333333333", "s3:ListAllMyBuckets")

        iam = client("iam")
        iam.create_user(UserName="watcher")
        iam.put_user_policy(UserName="watcher", PolicyName="all", PolicyDocument=policy("sts:*"))
        key = iam.create_access_key(UserName="watcher")["AccessKey"]
        print(key["AccessKeyId"])
        print(key["SecretAccessKey"])
        """
}
