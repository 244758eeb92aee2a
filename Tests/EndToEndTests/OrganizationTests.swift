import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("The accounts of an organization, on a terminal", .serialized)
struct OrganizationTests {
    private static let configuration = """
        {
          "aws": {
            "region": "us-east-1", "role_name_identification": "watcher", "accounts": "organization",
            "organization": { "tags": { "Watched": "yes" } }, "regions": ["us-east-1"]
          },
          "slack": { "enabled": false }
        }
        """

    @Test("A scan looks at the accounts that AWS lists; without that list it never says that nothing is wrong")
    func scan() async throws {
        try await MotoServer.with { moto in
            let lines = try await moto.run(Self.makeEstate).map { $0.split(separator: " ").map(String.init) }
            try #require(lines.count == 3)
            try await moto.checkSignatures()
            let members = lines[0]
            try await TemporaryDirectory.with { directory in
                try directory.write(Self.configuration, to: "config.json")
                for name in ["whitelist.json", "ticket_owners.json"] { try directory.write("{}", to: name) }
                try FileManager.default.createDirectory(
                    atPath: directory.file("state"), withIntermediateDirectories: true)
                func run(_ keys: [String], state: String = "state", _ words: String...) async throws -> Program.Outcome
                {
                    let environment = [
                        "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                        "AWS_REGION": "us-east-1", "HOME": directory.path,
                        "TRAILWATCH_STATE_DIR": directory.file(state),
                    ]
                    return try await Program.run(
                        "trailwatch", words + ["--config", directory.path], environment: environment)
                }

                let known = try await run(lines[1], "scan")
                #expect(known.status == 0, "\(known.errors)\(known.output)")
                #expect(known.output == "No problems: 2 of 2 regions in 2 accounts checked.\n")

                let stale = try await run(lines[2], "scan")
                #expect(stale.status == 3, "\(stale.errors)")
                #expect(
                    stale.output.hasPrefix(
                        "Nothing wrong was found in the accounts that are known: 2 of 2 regions in 2 accounts checked.\n"
                            + "Accounts may be missing: the organization's accounts cannot be listed: "
                            + "ListAccounts: AccessDenied"))
                #expect(stale.output.contains("the list of 20"))
                let document = try JSONValue(parsing: Data(try await run(lines[2], "scan", "--json").output.utf8))
                #expect(document["doubt"]?.string?.contains("ListAccounts: AccessDenied") == true)
                #expect(document["disabled"] == [])

                let unknown = try await run(lines[2], state: "elsewhere", "scan")
                #expect(unknown.status == 3, "\(unknown.errors)")
                #expect(unknown.output.hasPrefix("Nothing was looked at.\nAccounts may be missing: "))
                #expect(unknown.output.contains("so it is not known which accounts there are."))

                // A name from the list, without asking AWS.
                let issues = try await run(["A", "B"], "issues", "--account", "member-0")
                #expect(issues.status == 3, "\(issues.errors)")
                #expect(members.count == 2)
            }
        }
    }

    /// Prints the members that are watched, and the keys of a user who may list accounts and of one who may not.
    private static let makeEstate = """
        import boto3, json, sys

        def client(service, keys={}):
            return boto3.client(service, region_name="us-east-1", endpoint_url=sys.argv[1], **keys)

        def policy(*actions):
            return json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]})

        def user(name, *actions):
            iam = client("iam")
            iam.create_user(UserName=name)
            iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy(*actions))
            key = iam.create_access_key(UserName=name)["AccessKey"]
            print(key["AccessKeyId"], key["SecretAccessKey"])

        organizations = client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        members = []
        for number in range(3):
            answer = organizations.create_account(AccountName=f"member-{number}", Email=f"{number}@example.com")
            member = answer["CreateAccountStatus"]["AccountId"]
            if number < 2:
                organizations.tag_resource(ResourceId=member, Tags=[{"Key": "Watched", "Value": "yes"}])
                members.append(member)
            answer = client("sts").assume_role(RoleArn=f"arn:aws:iam::{member}:role/admin", RoleSessionName="setup")
            credentials = answer["Credentials"]
            keys = dict(aws_access_key_id=credentials["AccessKeyId"],
                        aws_secret_access_key=credentials["SecretAccessKey"],
                        aws_session_token=credentials["SessionToken"])
            iam = client("iam", keys)
            iam.create_role(RoleName="watcher", AssumeRolePolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))
            iam.put_role_policy(RoleName="watcher", PolicyName="all", PolicyDocument=policy(
                "cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"))
            client("s3", keys).create_bucket(Bucket=f"logs-{member}")
            trails = client("cloudtrail", keys)
            trails.create_trail(Name="main", S3BucketName=f"logs-{member}")
            trails.start_logging(Name="main")
        print(*members)
        user("bot", "sts:*", "organizations:ListAccounts", "organizations:ListTagsForResource")
        user("stranger", "sts:*")
        """
}
