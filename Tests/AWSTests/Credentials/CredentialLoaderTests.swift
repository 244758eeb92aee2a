import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Credentials from services")
struct CredentialLoaderTests {
    private static let document = """
        {"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2026-01-31T23:59:59Z"}
        """
    private static let handedOut = Credentials(
        accessKeyID: "ASIA", secretAccessKey: Secret("s"), sessionToken: Secret("t"),
        expiration: Date(timeIntervalSince1970: 1_769_903_999))

    private static func load(
        _ environment: [String: String], files: [String: String] = [:], over transport: ScriptedTransport
    ) async throws -> Credentials {
        let settings = try AWSSettings.of(environment, files: files)
        let loader = CredentialLoader(
            transport: transport, settings: settings, endpoints: try Endpoints(settings), region: Region("eu-west-1")!,
            surroundings: .still())
        return try await loader.load(try CredentialSource(settings))
    }

    @Test("The instance is asked for a session token first, then for its role, then for the role's credentials")
    func instance() async throws {
        let transport = ScriptedTransport { request, _ throws(TransportError) in
            switch request.operation {
            case "PUT /latest/api/token": .text("imds-token")
            case "GET /latest/meta-data/iam/security-credentials/": .text("the role\n")
            case "GET /latest/meta-data/iam/security-credentials/the%20role": .text(Self.document)
            default: .text("", status: 404)
            }
        }
        #expect(try await Self.load([:], over: transport) == Self.handedOut)
        let requests = transport.requests
        #expect(requests.count == 3)
        #expect(requests[0].url == "http://169.254.169.254/latest/api/token")
        #expect(requests[0].headers["X-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(requests[1].headers["X-aws-ec2-metadata-token"] == "imds-token")
        #expect(requests[2].headers["X-aws-ec2-metadata-token"] == "imds-token")
    }

    @Test("Another metadata endpoint, or IPv6, is used when the settings say so")
    func instanceEndpoint() throws {
        let mode = try InstanceMetadata(.of(["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"]))
        #expect(mode.endpoint == "http://[fd00:ec2::254]")
        let named = try InstanceMetadata(.of(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338/"]))
        #expect(named.endpoint == "http://localhost:1338")
    }

    @Test("Without a role, or without an answer, the instance gives one clear sentence")
    func noInstance() async throws {
        let silent = ScriptedTransport([.failure(TransportError(.timedOut, "no answer within 1 s"))])
        let nobody = await #expect(throws: AWSError.self) { try await Self.load([:], over: silent) }
        #expect(
            nobody
                == AWSError(
                    .noCredentials,
                    "no AWS credentials in the environment, the shared files or a container, and the instance metadata "
                        + "service does not answer (no answer within 1 s)"))
        let bare = ScriptedTransport([.success(.text("token")), .success(.text("", status: 404))])
        let noRole = await #expect(throws: AWSError.self) { try await Self.load([:], over: bare) }
        #expect(noRole == AWSError(.noCredentials, "no AWS credentials: the instance has no role"))
        let damaged = ScriptedTransport([
            .success(.text("token")), .success(.text("role")), .success(.text(#"{"Code":"Success""#)),
        ])
        let cut = await #expect(throws: AWSError.self) { try await Self.load([:], over: damaged) }
        #expect(cut == AWSError(.noCredentials, "the instance metadata service's answer holds no credentials"))
    }

    @Test("ECS is asked at its own address, with the token in use now")
    func container() async throws {
        let transport = ScriptedTransport([.success(.text(Self.document))])
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer old", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
        ]
        #expect(
            try await Self.load(environment, files: ["/token": "Bearer new\n"], over: transport) == Self.handedOut)
        #expect(transport.requests.first?.url == "http://169.254.170.2/v2/credentials/x")
        #expect(transport.requests.first?.headers["Authorization"] == "Bearer new")
    }

    @Test(
        "A container's full URI must be https, or lead to this machine or to ECS or EKS",
        arguments: [
            ("https://keys.example/x", true), ("http://127.0.0.2:51679/x", true), ("http://localhost/x", true),
            ("http://169.254.170.23/v1", true), ("http://[fd00:ec2::23]/v1", true), ("http://[::1]:8080/v1", true),
            ("http://keys.example/x", false), ("http://169.254.169.254/x", false), ("http://127.example/x", false),
            ("http://127.0.0.1.evil.example/", false), ("ftp://localhost/", false), ("localhost", false),
        ])
    func fullURI(url: String, isAllowed: Bool) throws {
        let settings = try AWSSettings.of(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
        if isAllowed {
            #expect(try ContainerCredentials(settings)?.url == url)
        } else {
            let error = #expect(throws: AWSError.self) { try ContainerCredentials(settings) }
            #expect(error?.kind == .configuration)
            #expect(error?.message.contains("`\(url)`") == true)
        }
    }

    @Test(
        "A container that refuses, is silent, or whose token cannot be used is told",
        arguments: [
            (
                ScriptedTransport([.success(.text("{}", status: 403))]), "Bearer x",
                "the container credentials service answered HTTP 403"
            ),
            (
                ScriptedTransport([.failure(TransportError(.connectionFailed, "connection refused"))]), "Bearer x",
                "the container credentials service does not answer (connection refused)"
            ),
            (
                ScriptedTransport([.success(.text("<html>"))]), "Bearer x",
                "the container credentials service's answer holds no credentials"
            ),
            (
                ScriptedTransport([.success(.text(document))]), "two\nlines",
                "the container's authorization token has a line break in it"
            ),
            (
                ScriptedTransport([.success(.text(document))]), nil,
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read /token"
            ),
        ] as [(ScriptedTransport, String?, String)])
    func containerTrouble(transport: ScriptedTransport, token: String?, sentence: String) async throws {
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
        ]
        let files = token.map { ["/token": $0] } ?? [:]
        let error = await #expect(throws: AWSError.self) {
            try await Self.load(environment, files: files, over: transport)
        }
        #expect(error?.message == sentence)
    }

    @Test("A web identity's token goes unsigned to the region's STS, and is read anew each time")
    func webIdentity() async throws {
        let token = Mutex("first")
        let transport = ScriptedTransport([.success(STSAnswers.credentials("AssumeRoleWithWebIdentity"))])
        let settings = try AWSSettings(
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/a b"],
            readFile: { $0 == "/t" ? Data(token.withLock { $0 }.utf8) : nil })
        let loader = CredentialLoader(
            transport: transport, settings: settings, endpoints: try Endpoints(settings), region: Region("eu-west-1")!,
            surroundings: .still())
        let source = try CredentialSource(settings)
        #expect(try await loader.load(source) == STSAnswers.session)
        token.withLock { $0 = "second" }
        _ = try await loader.load(source)
        #expect(transport.requests.map { $0.form["WebIdentityToken"] } == ["first", "second"])
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(request.headers["Authorization"] == nil)
        #expect(request.form["RoleArn"] == "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa+b")
    }

    @Test("A profile's role is assumed with the keys of its source, external id included")
    func role() async throws {
        let transport = ScriptedTransport([.success(STSAnswers.credentials("AssumeRole"))])
        let config = """
            [default]
            role_arn = arn:role
            source_profile = base
            external_id = shared
            duration_seconds = 900
            [profile base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = base
            """
        let credentials = try await Self.load([:], files: ["/home/bot/.aws/config": config], over: transport)
        #expect(credentials == STSAnswers.session)
        let request = try #require(transport.requests.first)
        #expect(request.scope == ["AKIABASE", "20150830", "eu-west-1", "sts", "aws4_request"])
        #expect(
            request.form == [
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn%3Arole",
                "RoleSessionName": "trailwatch", "ExternalId": "shared", "DurationSeconds": "900",
            ])
    }
}
