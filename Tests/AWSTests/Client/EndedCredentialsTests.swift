import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Credentials that end in mid-session")
struct EndedCredentialsTests {
    private static let ireland = Region("eu-west-1")!

    /// Hands out another key each time that one is refused, as long as there are any.
    private final class Purse: CredentialProvider {
        private let keys: Mutex<[String]>
        let asked = Mutex(0)

        init(_ keys: String...) {
            self.keys = Mutex(keys)
        }

        private static func credentials(_ id: String) -> Credentials {
            Credentials(accessKeyID: id, secretAccessKey: Secret("s"))
        }

        func credentials() async throws(AWSError) -> Credentials {
            Self.credentials(keys.withLock { $0[0] })
        }

        func credentials(insteadOf ended: Credentials) async throws(AWSError) -> Credentials {
            asked.withLock { $0 += 1 }
            return Self.credentials(
                keys.withLock { keys in
                    if keys.count > 1 { keys.removeFirst() }
                    return keys[0]
                })
        }
    }

    /// Takes requests signed with one key only.
    private static func transport(taking key: String, code: String) -> ScriptedTransport {
        ScriptedTransport { request, _ in
            request.scope.first == key ? .text(#"{"trailList":[]}"#) : .refusal(code, "The security token is expired.")
        }
    }

    private static func describe(_ transport: ScriptedTransport, _ purse: Purse) async throws {
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: purse, surroundings: .still())
        _ = try await CloudTrail(client, region: ireland).describeTrails()
    }

    @Test(
        "They are fetched anew once, and the call is made again", arguments: ["ExpiredToken", "ExpiredTokenException"])
    func renewed(code: String) async throws {
        let transport = Self.transport(taking: "new", code: code)
        let purse = Purse("old", "new")
        try await Self.describe(transport, purse)
        #expect(transport.requests.map { $0.scope.first } == ["old", "new"])
        #expect(purse.asked.withLock { $0 } == 1)
    }

    @Test("New ones that have ended too are not replaced again")
    func once() async throws {
        let transport = Self.transport(taking: "never", code: "ExpiredTokenException")
        let purse = Purse("old", "new", "newer")
        let error = await #expect(throws: AWSError.self) { try await Self.describe(transport, purse) }
        #expect(error?.code == "ExpiredTokenException")
        #expect(transport.requests.count == 2)
        #expect(purse.asked.withLock { $0 } == 1)
    }

    @Test("Where the source has no others, that is said")
    func fixed() async throws {
        let transport = Self.transport(taking: "never", code: "ExpiredTokenException")
        let error = await #expect(throws: AWSError.self) { try await Self.describe(transport, Purse("old")) }
        #expect(
            error?.message
                == "The security token is expired. (these credentials have ended, and their source has no others)")
        #expect(transport.requests.count == 1)
    }

    @Test("The cache fetches once for all who were refused the same ones")
    func flight() async throws {
        let loads = Mutex(0)
        let cache = CredentialCache(now: { Date(timeIntervalSince1970: 0) }) { () throws(AWSError) in
            let number = loads.withLock { loads in
                loads += 1
                return loads
            }
            return Credentials(
                accessKeyID: "K\(number)", secretAccessKey: Secret("s"),
                expiration: Date(timeIntervalSince1970: 3600))
        }
        let first = try await cache.credentials()
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials(insteadOf: first).accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["K2"])
        #expect(try await cache.credentials().accessKeyID == "K2")
    }

    @Test("A source without others is asked again half a minute later, however many calls are refused meanwhile")
    func vain() async throws {
        let time = Mutex(Date(timeIntervalSince1970: 0))
        let loads = Mutex(0)
        let cache = CredentialCache(now: { time.withLock { $0 } }) { () throws(AWSError) in
            loads.withLock { $0 += 1 }
            return .example
        }
        _ = try await cache.credentials()
        for _ in 1...9 { #expect(try await cache.credentials(insteadOf: .example) == .example) }
        #expect(loads.withLock { $0 } == 2)
        time.withLock { $0 += 30 }
        _ = try await cache.credentials(insteadOf: .example)
        #expect(loads.withLock { $0 } == 3)
    }

    @Test(
        "Keys that AWS does not know any more are read anew; where there are no others, that is all AWS said",
        arguments: ["InvalidClientTokenId", "UnrecognizedClientException"])
    func deletedKeys(code: String) async throws {
        let transport = Self.transport(taking: "new", code: code)
        try await Self.describe(transport, Purse("old", "new"))
        #expect(transport.requests.map { $0.scope.first } == ["old", "new"])
        let error = await #expect(throws: AWSError.self) { try await Self.describe(transport, Purse("old")) }
        #expect(error?.code == code && error?.message == "The security token is expired.")
    }

    @Test("Of a session the same means a region that is not enabled, and nothing is read anew")
    func disabledRegion() async throws {
        let loads = Mutex(0)
        let cache = CredentialCache(now: { Date(timeIntervalSince1970: 0) }) { () throws(AWSError) in
            loads.withLock { $0 += 1 }
            return Credentials(accessKeyID: "K", secretAccessKey: Secret("s"), sessionToken: Secret("t"))
        }
        let client = AWSClient(
            transport: Self.transport(taking: "never", code: "UnrecognizedClientException"),
            endpoints: try Endpoints(.of()), credentials: cache, surroundings: .still())
        await #expect(throws: AWSError.self) { try await CloudTrail(client, region: Self.ireland).describeTrails() }
        #expect(loads.withLock { $0 } == 1)
    }

    @Test("A role whose session ended is entered again")
    func role() async throws {
        let transport = ScriptedTransport { request, number in
            switch request.operation {
            case "GetCallerIdentity": STSAnswers.identity("111111111111")
            case "AssumeRole": STSAnswers.credentials("AssumeRole", accessKeyID: "SESSION\(number)")
            default:
                // The first session ends before its time, as when the role's sessions are revoked.
                request.scope.first == "SESSION1" ? .refusal("ExpiredTokenException") : .text(#"{"trailList":[]}"#)
            }
        }
        let settings = try AWSSettings.of([
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1",
        ])
        let source = AWSTrailSource(
            try AWSAccess(transport: transport, settings: settings, surroundings: .still()),
            entrance: Entrance(roleName: "watcher"))
        let snapshot = try await source.account(AccountID("222222222222")!).snapshot(of: Self.ireland)
        #expect(snapshot.trails == .known([]))
        #expect(
            transport.requests.map(\.operation) == [
                "GetCallerIdentity", "AssumeRole", "DescribeTrails", "AssumeRole", "DescribeTrails",
            ])
    }

    @Test("Keys of the shared files are read anew, so that those put there since are used")
    func sharedFile() async throws {
        let path = "/home/bot/.aws/credentials"
        let files = MemoryFiles([path: "[default]\naws_access_key_id = old\naws_secret_access_key = s\n"])
        let transport = Self.transport(taking: "new", code: "ExpiredTokenException")
        let access = try AWSAccess(
            transport: transport, settings: try .of(["AWS_REGION": "eu-west-1"], files: files),
            surroundings: .still())
        _ = try await access.credentials.credentials()
        #expect(
            files.write(path, Data("[default]\naws_access_key_id = new\naws_secret_access_key = s\n".utf8)))
        _ = try await CloudTrail(access.client, region: Self.ireland).describeTrails()
        #expect(transport.requests.map { $0.scope.first } == ["old", "new"])
    }
}
