import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite("Credentials over real connections")
struct MetadataServerTests {
    /// What a metadata service knows: a token that is rotated, and how often it gave credentials.
    private final class Service: Sendable {
        let token = Mutex("token-1")
        let served = Mutex(0)
        let clock = HandClock()

        /// Credentials for an hour, numbered.
        func document() -> String {
            let number = served.withLock { count in
                count += 1
                return count
            }
            let end = clock.now.addingTimeInterval(3600).formatted(.iso8601)
            return #"{"AccessKeyId":"ASIA\#(number)","SecretAccessKey":"s","Token":"t","Expiration":"\#(end)"}"#
        }

        func provider(_ environment: [String: String]) throws -> any CredentialProvider {
            let settings = try AWSSettings(environment: environment)
            var surroundings = Surroundings.still()
            surroundings.now = { self.clock.now }
            return try CredentialLoader(
                transport: CurlTransport(options: .init(userAgent: "trailwatch-tests")), settings: settings,
                endpoints: Endpoints(settings), region: Region("eu-west-1")!, surroundings: surroundings
            ).provider()
        }
    }

    /// Answers each request of a connection with a status and a text.
    private static func answering(
        _ answer: @escaping @Sendable (_ head: String) -> (Int, String)
    ) -> RawServer.Script {
        { connection in
            while let request = try connection.receiveRequest() {
                let (status, text) = answer(String(decoding: request, as: UTF8.self))
                try connection.respond(status: status, body: Data(text.utf8))
            }
        }
    }

    @Test("A container's token file is read again at each renewal, so a rotated token is no trouble")
    func container() async throws {
        let service = Service()
        let script = Self.answering { head in
            let token = service.token.withLock { $0 }
            guard head.hasPrefix("GET /keys?for=bot HTTP/1.1"), head.contains("Authorization: \(token)\r\n") else {
                return (401, "{}")
            }
            return (200, service.document())
        }
        try await RawServer.with(script: script) { server in
            try await TemporaryDirectory.with { directory in
                let provider = try service.provider([
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/keys?for=bot",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": try directory.write("token-1\n", to: "token"),
                    "HOME": directory.path,
                ])
                #expect(try await provider.credentials().accessKeyID == "ASIA1")
                try directory.write("token-2\n", to: "token")
                service.token.withLock { $0 = "token-2" }
                service.clock.advance(by: 3299)
                #expect(try await provider.credentials().accessKeyID == "ASIA1")
                service.clock.advance(by: 1)
                #expect(try await provider.credentials().accessKeyID == "ASIA2")

                // A token that nobody takes leaves the old credentials in use until their end.
                service.token.withLock { $0 = "token-3" }
                service.clock.advance(by: 3400)
                #expect(try await provider.credentials().accessKeyID == "ASIA2")
                service.clock.advance(by: 200)
                let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
                #expect(error?.message == "the container credentials service answered HTTP 401")
            }
        }
    }

    @Test("Each renewal of an instance's credentials gets a session token of its own, and the role of that day")
    func instance() async throws {
        let service = Service()
        let tokens = Mutex(0)
        let path = "/latest/meta-data/iam/security-credentials/"
        let script = Self.answering { head in
            if head.hasPrefix("PUT /latest/api/token "),
                head.contains("X-aws-ec2-metadata-token-ttl-seconds: 21600\r\n")
            {
                return tokens.withLock { count in
                    count += 1
                    return (200, "session-\(count)")
                }
            }
            // A token of before is not taken any more.
            let session = tokens.withLock { "session-\($0)" }
            guard head.contains("X-aws-ec2-metadata-token: \(session)\r\n") else { return (401, "") }
            let role = service.served.withLock { "role-\($0)" }
            if head.hasPrefix("GET \(path) ") { return (200, role) }
            return head.hasPrefix("GET \(path)\(role) ") ? (200, service.document()) : (404, "")
        }
        try await RawServer.with(script: script) { server in
            let provider = try service.provider(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, "HOME": "/nowhere"])
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            service.clock.advance(by: 3300)
            #expect(try await provider.credentials().accessKeyID == "ASIA2")
            #expect(tokens.withLock { $0 } == 2)
        }
    }

    @Test("An IMDS that speaks only version 1 is not asked for credentials")
    func versionOne() async throws {
        let service = Service()
        let script = Self.answering { head in
            head.hasPrefix("PUT") ? (405, "") : (200, service.document())
        }
        try await RawServer.with(script: script) { server in
            let provider = try service.provider(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, "HOME": "/nowhere"])
            let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
            #expect(error?.message == "the instance metadata service answered HTTP 405")
            #expect(service.served.withLock { $0 } == 0)
        }
    }
}
