import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

/// The templates, deployed to an AWS that others wrote.
@Suite("CloudFormation of the permissions and the tables", .serialized)
struct DeploymentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "manifests/aws").path

    private static func run(_ script: String) async throws -> [String] {
        try await ChildProcess.output(of: [ProjectPython.path, "-c", prelude + script, folder])
    }

    private static let prelude = """
        import ast, json, os, sys
        os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_CONFIG_FILE="/dev/null",
                          AWS_SHARED_CREDENTIALS_FILE="/dev/null")
        import boto3
        from moto import mock_aws
        from moto.cloudformation import parsing

        # An item of a list that is AWS::NoValue is left out, where moto makes it null.
        def clean_json(resource, resources, clean=parsing.clean_json):
            cleaned = clean(resource, resources)
            return [item for item in cleaned if item is not None] if isinstance(cleaned, list) else cleaned

        parsing.clean_json = clean_json
        mock_aws().start()

        def client(service, account=None):
            made = boto3.client(service, region_name="us-east-1")
            if account:
                made.meta.events.register("before-sign", lambda request, **_: request.headers.add_header(
                    "x-moto-account-id", account))
            return made

        def deploy(template, account=None, **parameters):
            with open(f"{sys.argv[1]}/{template}.yaml") as file:
                client("cloudformation", account).create_stack(
                    StackName=template, TemplateBody=file.read(), Capabilities=["CAPABILITY_NAMED_IAM"],
                    Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
            stack, = client("cloudformation", account).describe_stacks(StackName=template)["Stacks"]
            print(stack["StackStatus"])

        def listed(value):
            return value if isinstance(value, list) else [value]

        def show(document):
            # moto hands an inline policy out as Python prints it.
            document = ast.literal_eval(document) if isinstance(document, str) else document
            for statement in document["Statement"]:
                print(statement.get("Sid", "-"), *sorted(listed(statement["Action"])))
                print(" ", *sorted(set(listed(statement["Resource"]))))

        """

    @Test("The role of every account is made, may be assumed by the bot's account alone, and may only look")
    func identificationRole() async throws {
        let lines = try await Self.run(
            """
            deploy("identification-role", "222222222222", MainAccountId="111111111111", ExternalId="shared:1")
            iam = client("iam", "222222222222")
            role = iam.get_role(RoleName="hammer-cloudsec-crossact-id")["Role"]
            statement, = role["AssumeRolePolicyDocument"]["Statement"]
            print(statement["Principal"]["AWS"], statement["Condition"]["StringEquals"]["sts:ExternalId"])
            show(iam.get_role_policy(RoleName=role["RoleName"], PolicyName="look-at-cloudtrail")["PolicyDocument"])
            """)
        let looks = AWSCall.allCases.filter { $0.permission == .everyAccount }.flatMap(\.actions).sorted()
        #expect(
            lines == [
                "CREATE_COMPLETE", "arn:aws:iam::111111111111:root shared:1",
                (["LookAtCloudTrail"] + looks).joined(separator: " "), "  *",
            ])
    }

    @Test("A StackSet deploys the role to several accounts")
    func stackSet() async throws {
        let lines = try await Self.run(
            """
            with open(f"{sys.argv[1]}/identification-role.yaml") as file:
                client("cloudformation").create_stack_set(
                    StackSetName="trailwatch", TemplateBody=file.read(), Capabilities=["CAPABILITY_NAMED_IAM"],
                    Parameters=[{"ParameterKey": "MainAccountId", "ParameterValue": "111111111111"}])
            client("cloudformation").create_stack_instances(
                StackSetName="trailwatch", Accounts=["222222222222", "333333333333"], Regions=["us-east-1"])
            for account in ("222222222222", "333333333333"):
                print(client("iam", account).get_role(RoleName="hammer-cloudsec-crossact-id")["Role"]["Arn"])
            """)
        #expect(
            lines == ["222222222222", "333333333333"].map { "arn:aws:iam::\($0):role/hammer-cloudsec-crossact-id" })
    }

    @Test("The bot's policy is made, as little as is asked for, or all, and is attached to its role")
    func botPolicy() async throws {
        let lines = try await Self.run(
            """
            iam = client("iam")
            iam.create_role(RoleName="bot", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))
            secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bot-AbCdEf"
            everything = dict(
                ListOrganization="true", SecretArns=secret, ParameterArns="arn:aws:ssm:us-east-1:123456789012:parameter/b",
                KeyArns="arn:aws:kms:us-east-1:123456789012:key/k", CredentialsTable="hammer-credentials",
                IssuesTable="hammer-cloudtrails", WriteLogs="true", LogRegion="eu-west-1", AuditLogGroup="/audit",
                ReportBucket="reports")
            for parameters in ({}, everything):
                deploy("bot-policy", BotRoleName="bot", **parameters)
                policy, = iam.list_attached_role_policies(RoleName="bot")["AttachedPolicies"]
                arn = policy["PolicyArn"]
                version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
                show(iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
                iam.detach_role_policy(RoleName="bot", PolicyArn=arn)
                client("cloudformation").delete_stack(StackName="bot-policy")
            """)
        let (logs, tables) = (
            "arn:aws:logs:eu-west-1:123456789012:log-group:", "arn:aws:dynamodb:us-east-1:123456789012:table/"
        )
        let always: KeyValuePairs = [
            "AssumeIdentificationRoles": "arn:aws:iam::*:role/hammer-cloudsec-crossact-id", "LookAtOwnCloudTrail": "*",
        ]
        let asked: KeyValuePairs = [
            "ListAccounts": "*", "ReadSecrets": "arn:aws:secretsmanager:us-east-1:123456789012:secret:bot-AbCdEf",
            "ReadParameters": "arn:aws:ssm:us-east-1:123456789012:parameter/b",
            "ReadEncrypted": "arn:aws:kms:us-east-1:123456789012:key/k",
            "ReadCredentials": tables + "hammer-credentials",
            "KeepIssues": tables + "hammer-cloudtrails", "KeepRecords": tables + "trailwatch",
            "WriteLogs": [
                "/audit", "/aws/ec2/hammer-reporting-remediation", "/aws/lambda/hammer-describe-cloudtrails",
                "/aws/lambda/hammer-initiate-cloudtrails",
            ].map { logs + $0 + ":*" }.joined(separator: " "),
            "KeepReports": "arn:aws:s3:::reports/trailwatch/*",
        ]
        let granted = Self.statements(lines)
        #expect(granted.map(\.name) == always.map(\.key) + always.map(\.key) + asked.map(\.key))
        #expect(granted.map(\.resources) == always.map(\.value) + always.map(\.value) + asked.map(\.value))
        let called = AWSCall.allCases.filter { $0.permission == .everyAccount || $0.permission == .bot }
        let actions = granted.dropFirst(always.count).flatMap(\.actions)
        #expect(Set(actions) == Set(called.flatMap(\.actions)).union(["kms:Decrypt"]))
        // Only issues are looked for one by one, and only records are deleted.
        #expect(granted.filter { $0.actions.contains("dynamodb:Scan") }.map(\.name) == ["KeepIssues"])
        #expect(granted.filter { $0.actions.contains("dynamodb:DeleteItem") }.map(\.name) == ["KeepRecords"])
    }

    private struct Statement {
        let name: String
        let actions: [String]
        let resources: String
    }

    /// As `show` prints them, two lines each.
    private static func statements(_ lines: [String]) -> [Statement] {
        let lines = lines.filter { $0 != "CREATE_COMPLETE" }
        return stride(from: 0, to: lines.count - 1, by: 2).map { index in
            let words = lines[index].split(separator: " ").map(String.init)
            return Statement(
                name: words[0], actions: Array(words.dropFirst()), resources: String(lines[index + 1].dropFirst(2)))
        }
    }

    @Test("The tables are made, with the keys that the store wants, paid by use, restorable, forgetting what is over")
    func tables() async throws {
        let lines = try await Self.run(
            """
            deploy("state-tables", IssuesTable="hammer-cloudtrails")
            database = client("dynamodb")
            for name in ("hammer-cloudtrails", "trailwatch"):
                table = database.describe_table(TableName=name)["Table"]
                print(name, *(key["AttributeName"] for key in table["KeySchema"]),
                      table["BillingModeSummary"]["BillingMode"])
            # moto's CloudFormation makes neither of these: the template is read.
            import yaml
            class Template(yaml.SafeLoader): pass
            Template.add_multi_constructor("!", lambda loader, tag, node: node.value)
            with open(f"{sys.argv[1]}/state-tables.yaml") as file:
                resources = yaml.load(file, Template)["Resources"]
            for name in ("Issues", "Records"):
                table = resources[name]["Properties"]
                print(name, table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"],
                      table.get("TimeToLiveSpecification"))
            """)
        #expect(
            lines == [
                "CREATE_COMPLETE", "hammer-cloudtrails account_id issue_id PAY_PER_REQUEST",
                "trailwatch pk sk PAY_PER_REQUEST", "Issues True None",
                "Records True {'AttributeName': 'expires_at', 'Enabled': True}",
            ])
    }
}
