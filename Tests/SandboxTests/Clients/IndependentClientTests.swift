import Networking
import Testing

@testable import Sandbox

/// The estate and the JIRA against independent clients, over real sockets.
@Suite struct IndependentClientTests {
    private static let scan = """
        import sys, boto3
        from botocore.config import Config
        from botocore.exceptions import ClientError
        config = Config(retries={"mode": "standard", "max_attempts": 3})
        def client(service, region, **keys):
            return boto3.client(service, region_name=region, endpoint_url=sys.argv[1], config=config, **keys)
        main = dict(aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
        sts = client("sts", "us-east-1", **main)
        print("caller", sts.get_caller_identity()["Account"])
        for account in ("444444444444", "555555555555", "777777777777", "888888888888"):
            try:
                c = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/hammer-cloudsec-crossact-id",
                                    RoleSessionName="test")["Credentials"]
            except ClientError as error:
                print(account, error.response["Error"]["Code"]); continue
            keys = dict(aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"],
                        aws_session_token=c["SessionToken"])
            regions = client("ec2", "us-east-1", **keys).describe_regions()["Regions"]
            for region in sorted(r["RegionName"] for r in regions):
                ct = client("cloudtrail", region, **keys)
                try:
                    for t in ct.describe_trails()["trailList"]:
                        if t["IsOrganizationTrail"]: continue
                        s = ct.get_trail_status(Name=t["TrailARN"])
                        e = ct.get_event_selectors(TrailName=t["TrailARN"])
                        print(account, region, t["Name"], s["IsLogging"], s.get("LatestDeliveryError"),
                              s.get("LatestCloudWatchLogsDeliveryError"),
                              "basic" if "EventSelectors" in e else "advanced", t["HasCustomEventSelectors"])
                except ClientError as error:
                    print(account, region, error.response["Error"]["Code"])
                except Exception as error:
                    print(account, region, type(error).__name__)
        """

    @Test(
        "boto3 sees the incident as it was written, retries its throttling and trips over its malformed answer",
        .enabled(if: Python.hasBoto3, "needs a Python with boto3: TRAILWATCH_PYTHON, .venv or python3"))
    func boto3() async throws {
        let output = try await Sandbox.run(try ScenarioTests.shipped("incident")) { sandbox in
            try await Python.run(Self.scan, [sandbox.awsURL, AWSCaller.mainKey, AWSCaller.mainSecret])
        }
        #expect(
            output == """
                caller 111111111111
                444444444444 eu-central-1 lake-audit True NoSuchBucket None basic False
                444444444444 eu-west-1 lake-audit True NoSuchBucket None basic False
                444444444444 us-east-1 lake-audit True NoSuchBucket None basic False
                444444444444 us-east-1 stream True None AccessDenied basic False
                555555555555 eu-central-1 objects True None None advanced True
                555555555555 eu-west-1 writes-only True None None basic True
                555555555555 us-east-1 everything True None None advanced True
                777777777777 AccessDenied
                888888888888 eu-central-1 AccessDeniedException
                888888888888 eu-west-1 KeyError
                888888888888 us-east-1 audit True None None basic False

                """)
    }

    @Test(
        "urllib creates a ticket and reads it again",
        .enabled(if: Python.has("urllib.request"), "needs a Python: TRAILWATCH_PYTHON, .venv or python3"))
    func jira() async throws {
        let script = """
            import base64, json, sys, urllib.request, urllib.error
            base, basic = sys.argv[1], base64.b64encode(sys.argv[2].encode()).decode()
            def call(method, path, body=None):
                request = urllib.request.Request(base + "/rest/api/3/" + path, method=method,
                    data=json.dumps(body).encode() if body else None,
                    headers={"Authorization": "Basic " + basic, "Content-Type": "application/json"})
                try:
                    with urllib.request.urlopen(request) as answer:
                        return json.load(answer)
                except urllib.error.HTTPError as error:
                    return json.load(error)
            print(call("GET", "serverInfo")["deploymentType"])
            fields = {"project": {"key": "PAY"}, "issuetype": {"name": "Task"}, "summary": "Off"}
            print(call("POST", "issue", {"fields": fields})["key"])
            print(call("GET", "issue/PAY-8")["fields"]["summary"])
            print(call("POST", "issue", {"fields": {**fields, "project": {"key": "NO"}}})["errors"]["project"])
            """
        let output = try await Sandbox.run(try ScenarioTests.shipped("incident")) { sandbox in
            try await Python.run(script, [sandbox.jiraURL, "\(JiraDesk.email):\(JiraDesk.token)"])
        }
        #expect(output == "Cloud\nPAY-8\nOff\nvalid project is required\n")
    }
}
