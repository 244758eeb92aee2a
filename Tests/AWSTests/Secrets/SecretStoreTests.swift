import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("Secrets that AWS keeps")
struct SecretStoreTests {
    private static let arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:bot-AbCdEf"

    @Test(
        "An ARN says where a secret is; other text is none",
        arguments: [
            (arn, .secret(id: arn, key: nil, stage: nil, version: nil)),
            (arn + ":slack", .secret(id: arn, key: "slack", stage: nil, version: nil)),
            (arn + ":slack:AWSPREVIOUS:", .secret(id: arn, key: "slack", stage: "AWSPREVIOUS", version: nil)),
            (arn + ":::9d4c", .secret(id: arn, key: nil, stage: nil, version: "9d4c")),
            (
                "arn:aws-cn:ssm:cn-north-1:111111111111:parameter/bot/token",
                .parameter(name: "arn:aws-cn:ssm:cn-north-1:111111111111:parameter/bot/token")
            ),
            ("xoxb-1-2", nil), ("arn:aws:iam::111111111111:role/x", nil),
            ("arn:aws:ssm:Mars:111111111111:parameter/x", nil), ("arn:aws:secretsmanager:eu-west-1:1:secret", nil),
            ("", nil),
        ] as [(String, SecretReference.Service?)])
    func references(text: String, service: SecretReference.Service?) {
        #expect(SecretReference(text)?.service == service)
    }

    @Test("Secrets Manager, Systems Manager and Hammer's table hand their secrets out")
    func moto() async throws {
        try await MotoServer.with { moto in
            let arns = try await moto.run(Self.makeSecrets)
            try #require(arns.count == 3)
            let keys = try await moto.checkedUser()
            let settings = try AWSSettings.of([
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                "AWS_REGION": "us-east-1",
            ])
            let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
            let store = SecretStore(try AWSAccess(transport: transport, settings: settings))
            func value(_ text: String) async throws -> String {
                try await store.value(of: try #require(SecretReference(text))).reveal()
            }
            #expect(try await value(arns[0]) == "xoxb-plain")
            #expect(try await value(arns[1] + ":bot") == "xoxb-in-json")
            #expect(try await value(arns[2]) == "xapp-parameter")
            let noKey = await #expect(throws: AWSError.self) { try await value(arns[1] + ":app") }
            #expect(noKey?.message == "the secret is no JSON with text at `app`")
            let gone = await #expect(throws: AWSError.self) { try await value(arns[2] + "/gone") }
            #expect(gone?.code == "ParameterNotFound")

            let slack = try await store.hammerCredentials(of: "slack", table: "hammer-credentials")
            #expect(slack == ["api_token": Secret("xoxb-table")])
            let jira = try await store.hammerCredentials(of: "jira", table: "hammer-credentials")
            #expect(jira == ["basic.username": Secret("bot"), "basic.password": Secret("pass")])
            #expect(try await store.hammerCredentials(of: "api", table: "hammer-credentials") == [:])
            let noTable = await #expect(throws: AWSError.self) {
                try await store.hammerCredentials(of: "slack", table: "elsewhere")
            }
            #expect(noTable?.code == "ResourceNotFoundException")
        }
    }

    private static let makeSecrets = """
        import boto3, sys

        def client(service):
            return boto3.client(service, region_name="us-east-1", endpoint_url=sys.argv[1])

        secrets = client("secretsmanager")
        print(secrets.create_secret(Name="plain", SecretString="xoxb-plain")["ARN"])
        print(secrets.create_secret(Name="json", SecretString='{"bot": "xoxb-in-json", "number": 1}')["ARN"])
        parameters = client("ssm")
        parameters.put_parameter(Name="/bot/app", Value="xapp-parameter", Type="SecureString")
        print(parameters.get_parameter(Name="/bot/app")["Parameter"]["ARN"])
        client("dynamodb").create_table(
            TableName="hammer-credentials", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "service", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "service", "AttributeType": "S"}])
        table = boto3.resource("dynamodb", region_name="us-east-1", endpoint_url=sys.argv[1]).Table("hammer-credentials")
        table.put_item(Item={"service": "slack", "credentials": {"api_token": "xoxb-table"}})
        table.put_item(Item={"service": "jira", "credentials": {"basic": {"username": "bot", "password": "pass"}}})
        """
}
