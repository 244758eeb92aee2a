import CloudTrailCore
import Cryptography
import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("Single sign-on")
struct IdentityCenterTests {
    /// 2015-08-30T12:36:00Z, the time of `Surroundings.still()`.
    private static let now = 1_440_938_160.0
    private static let session = """
        [default]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = audit or
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-north-1
        """
    private static let legacy = """
        [default]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-north-1
        sso_account_id = 111111111111
        sso_role_name = auditor
        """
    private static let handedOut = HTTPResponse.text(
        """
        {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":1440941760000}}
        """)
    private static let registration = """
        ,"clientId":"client","clientSecret":"secret","registrationExpiresAt":"2015-09-30T00:00:00Z","refreshToken":"again-1"
        """

    private static func path(_ key: String) -> String { "/home/bot/.aws/sso/cache/\(SHA1.hash(key).hex).json" }

    private static func token(_ end: String, _ more: String = "") -> String {
        #"{"accessToken":"old","expiresAt":"\#(end)","startUrl":"u","region":"eu-north-1"\#(more)}"#
    }

    private static func loader(_ files: MemoryFiles, _ transport: ScriptedTransport) throws -> CredentialLoader {
        let settings = try AWSSettings.of(files: files)
        return CredentialLoader(
            transport: transport, settings: settings, endpoints: try Endpoints(settings), region: Region("us-east-1")!,
            surroundings: .still())
    }

    private static func load(
        _ config: String, _ files: [String: String], over transport: ScriptedTransport
    ) async throws -> Credentials {
        let loader = try loader(
            MemoryFiles(files.merging(["/home/bot/.aws/config": config]) { $1 }), transport)
        return try await loader.load(try CredentialSource(loader.settings))
    }

    @Test("A sign-in's token, found under the SHA-1 of its session's name, gets the role's credentials in its region")
    func credentials() async throws {
        let transport = ScriptedTransport([.success(Self.handedOut)])
        let files = [
            Self.path("corp"): Self.token("2015-08-30T20:00:00Z")
        ]
        let credentials = try await Self.load(Self.session, files, over: transport)
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "ASIASSO", secretAccessKey: Secret("s"), sessionToken: Secret("t"),
                    expiration: Date(timeIntervalSince1970: Self.now + 3600)))
        let request = try #require(transport.requests.first)
        #expect(request.method == .get)
        #expect(
            request.url
                == "https://portal.sso.eu-north-1.amazonaws.com/federation/credentials?role_name=audit%20or&account_id=111111111111"
        )
        #expect(request.headers["x-amz-sso_bearer_token"] == "old")
        #expect(request.headers["Authorization"] == nil)
    }

    @Test("A profile of the older form has its sign-in under its start URL, in times that older CLIs wrote")
    func legacy() async throws {
        let transport = ScriptedTransport([.success(Self.handedOut)])
        let files = [Self.path("https://corp.awsapps.com/start"): Self.token("2015-08-30T20:00:00UTC")]
        #expect(try await Self.load(Self.legacy, files, over: transport).accessKeyID == "ASIASSO")
    }

    @Test("A sign-in that ends within a quarter of an hour is renewed, kept for the AWS CLI, and renewed from there")
    func renewal() async throws {
        let transport = ScriptedTransport { request, number throws(TransportError) in
            guard request.method == .post else { return Self.handedOut }
            return .text(#"{"accessToken":"new-\#(number)","expiresIn":600,"refreshToken":"again-\#(number)"}"#)
        }
        let files = MemoryFiles([
            "/home/bot/.aws/config": Self.session,
            Self.path("corp"): Self.token("2015-08-30T12:50:00Z", Self.registration),
        ])
        let loader = try Self.loader(files, transport)
        let source = try CredentialSource(loader.settings)
        for _ in 0..<2 { _ = try await loader.load(source) }
        #expect(
            transport.requests.map(\.url.description).filter { $0.contains("oidc") } == [
                "https://oidc.eu-north-1.amazonaws.com/token", "https://oidc.eu-north-1.amazonaws.com/token",
            ])
        let bodies = try transport.requests.filter { $0.method == .post }.map {
            try JSONDecoder().decode([String: String].self, from: $0.body)
        }
        #expect(
            bodies[0] == [
                "clientId": "client", "clientSecret": "secret", "grantType": "refresh_token", "refreshToken": "again-1",
            ])
        #expect(bodies[1]["refreshToken"] == "again-0")
        #expect(transport.requests[1].headers["x-amz-sso_bearer_token"] == "new-0")
        let kept = try JSONDecoder().decode(SSOToken.self, from: Data(try #require(files[Self.path("corp")]).utf8))
        #expect(kept.accessToken == "new-2")
        #expect(kept.expiresAt == "2015-08-30T12:46:00Z")
        #expect(kept.refreshToken == "again-2")
        #expect(kept.clientSecret == "secret")
    }

    @Test("Where its file cannot be written, a renewed sign-in is remembered")
    func readOnly() async throws {
        let transport = ScriptedTransport { request, number throws(TransportError) in
            request.method == .post
                ? .text(#"{"accessToken":"new-\#(number)","expiresIn":28800,"refreshToken":"x"}"#) : Self.handedOut
        }
        let files = MemoryFiles(
            [
                "/home/bot/.aws/config": Self.session,
                Self.path("corp"): Self.token("2015-08-30T12:30:00Z", Self.registration),
            ], isReadOnly: true)
        let loader = try Self.loader(files, transport)
        let source = try CredentialSource(loader.settings)
        for _ in 0..<2 { _ = try await loader.load(source) }
        #expect(transport.requests.map { $0.headers["x-amz-sso_bearer_token"] } == [nil, "new-0", "new-0"])
    }

    @Test("A renewal that is refused leaves the old sign-in in use until its end")
    func refusedRenewal() async throws {
        let transport = ScriptedTransport { request, _ throws(TransportError) in
            request.method == .post ? .refusal("InvalidGrantException") : Self.handedOut
        }
        let alive = [Self.path("corp"): Self.token("2015-08-30T12:37:00Z", Self.registration)]
        #expect(try await Self.load(Self.session, alive, over: transport).accessKeyID == "ASIASSO")
        let ended = [Self.path("corp"): Self.token("2015-08-30T12:36:00Z", Self.registration)]
        let error = await #expect(throws: AWSError.self) {
            try await Self.load(Self.session, ended, over: transport)
        }
        #expect(error == Self.over("aws sso login --sso-session corp"))
    }

    @Test("Without a sign-in, or after its end, one sentence says how to sign in")
    func notSignedIn() async throws {
        let transport = ScriptedTransport([.success(.refusal("UnauthorizedException", status: 401))])
        let nobody = await #expect(throws: AWSError.self) { try await Self.load(Self.session, [:], over: transport) }
        #expect(
            nobody
                == AWSError(
                    .noCredentials,
                    "nobody has signed in to https://corp.awsapps.com/start on this machine: "
                        + "`aws sso login --sso-session corp` does it"))
        let url = Self.path("https://corp.awsapps.com/start")
        let ended = await #expect(throws: AWSError.self) {
            try await Self.load(Self.legacy, [url: Self.token("2015-08-30T12:36:00Z")], over: transport)
        }
        #expect(ended == Self.over("aws sso login --profile default"))
        #expect(transport.requests.isEmpty)
        let refused = await #expect(throws: AWSError.self) {
            try await Self.load(Self.legacy, [url: Self.token("2015-08-31T12:36:00Z")], over: transport)
        }
        #expect(refused == Self.over("aws sso login --profile default"))
    }

    private static func over(_ remedy: String) -> AWSError {
        AWSError(
            .noCredentials, "the sign-in to https://corp.awsapps.com/start has ended: `\(remedy)` renews it")
    }
}
