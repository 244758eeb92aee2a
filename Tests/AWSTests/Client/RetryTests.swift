import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Retries")
struct RetryTests {
    private struct Outcome: Equatable {
        var attempts: Int
        var sleeps: [Duration]
        var error: AWSError.Kind?
    }

    private static let yes = Result<HTTPResponse, TransportError>.success(.text(#"{"trailList":[]}"#))

    private static func no(_ code: String, _ status: Int = 400) -> Result<HTTPResponse, TransportError> {
        .success(.refusal(code, status: status))
    }

    private static func lost(_ code: TransportError.Code) -> Result<HTTPResponse, TransportError> {
        .failure(TransportError(code, "\(code)"))
    }

    private static func call(_ answers: [Result<HTTPResponse, TransportError>], random: Double = 0.5) async -> Outcome {
        let sleeps = Mutex<[Duration]>([])
        let transport = ScriptedTransport(answers)
        let client = try! AWSClient(
            transport: transport, endpoints: Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: .still(random: random) { duration in sleeps.withLock { $0.append(duration) } })
        var kind: AWSError.Kind?
        do throws(AWSError) {
            _ = try await CloudTrail(client, region: Region("eu-west-1")!).describeTrails()
        } catch {
            kind = error.kind
        }
        return Outcome(attempts: transport.requests.count, sleeps: sleeps.withLock { $0 }, error: kind)
    }

    @Test(
        "Each throttle code is tried three times",
        arguments: [
            "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
            "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
            "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "TransactionInProgressException",
            "PriorRequestNotComplete", "EC2ThrottledException",
        ])
    func throttles(code: String) async {
        #expect(
            await Self.call([Self.no(code)])
                == Outcome(attempts: 3, sleeps: [.seconds(0.5), .seconds(1)], error: .refused(code: code)))
        #expect(
            await Self.call([Self.no(code), Self.yes])
                == Outcome(attempts: 2, sleeps: [.seconds(0.5)], error: nil))
    }

    @Test(
        "Server failures and lost connections are tried again, refusals are not",
        arguments: [
            ("500", no("InternalFailure", 500), 3), ("502", .success(.text("<html>", status: 502)), 3),
            ("503", .success(.text("", status: 503)), 3), ("504", no("GatewayTimeout", 504), 3),
            ("429", no("Whatever", 429), 3), ("501", no("NotImplemented", 501), 1),
            ("RequestTimeout", no("RequestTimeout"), 3), ("IDPCommunicationError", no("IDPCommunicationError"), 3),
            ("AccessDenied", no("AccessDeniedException"), 1), ("TrailNotFound", no("TrailNotFoundException"), 1),
            ("not AWS's", .success(.text("<html>proxy</html>", status: 403)), 1),
            ("cut short", .success(.text(#"{"trailList":["#)), 3),
            ("connection failed", lost(.connectionFailed), 3), ("connection lost", lost(.connectionLost), 3),
            ("name", lost(.nameNotResolved), 3), ("timed out", lost(.timedOut), 3), ("TLS", lost(.tlsFailed), 1),
            ("too large", lost(.responseTooLarge), 1), ("closed", lost(.closed), 1),
        ] as [(String, Result<HTTPResponse, TransportError>, Int)])
    func decisions(name: String, answer: Result<HTTPResponse, TransportError>, attempts: Int) async {
        let outcome = await Self.call([answer])
        #expect(outcome.attempts == attempts, "\(name)")
        #expect(outcome.error != nil, "\(name)")
    }

    @Test("Waits have full jitter under a limit that doubles")
    func jitter() async {
        #expect(await Self.call([Self.no("SlowDown")], random: 0).sleeps == [.zero, .zero])
        #expect(await Self.call([Self.no("SlowDown")], random: 0.999).sleeps == [.seconds(0.999), .seconds(1.998)])
    }

    @Test("Each attempt is signed anew")
    func signedAnew() async throws {
        let seconds = Mutex(1_440_938_160.0)
        let transport = ScriptedTransport([Self.no("SlowDown"), Self.yes])
        var surroundings = Surroundings.still()
        surroundings.now = { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
        surroundings.sleep = { _ throws(CancellationError) in seconds.withLock { $0 += 60 } }
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: surroundings)
        _ = try await CloudTrail(client, region: Region("eu-west-1")!).describeTrails()
        #expect(
            transport.requests.map { $0.headers["X-Amz-Date"] } == ["20150830T123600Z", "20150830T123700Z"])
    }

    @Test("A cancelled call is not tried again")
    func cancelled() async throws {
        let transport = ScriptedTransport([Self.no("SlowDown")])
        var surroundings = Surroundings.still()
        surroundings.sleep = { _ throws(CancellationError) in
            withUnsafeCurrentTask { $0?.cancel() }
            throw CancellationError()
        }
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: surroundings)
        let call = Task { try await CloudTrail(client, region: Region("eu-west-1")!).describeTrails() }
        await #expect(throws: AWSError.self) { try await call.value }
        #expect(transport.requests.count == 1)
    }

    @Test("A quota of 500 pays for a hundred retries, or fifty after time-outs, and successes earn it back")
    func quota() {
        var quota = RetryQuota()
        for _ in 0..<100 { #expect(quota.pay(afterTimeout: false) == 5) }
        #expect(quota.pay(afterTimeout: false) == nil)
        quota.succeed(lastPaid: 5)
        #expect(quota.tokens == 5)
        for _ in 0..<4 { quota.succeed(lastPaid: nil) }
        #expect(quota.pay(afterTimeout: true) == nil)
        quota.succeed(lastPaid: nil)
        #expect(quota.pay(afterTimeout: true) == 10)
        for _ in 0..<600 { quota.succeed(lastPaid: nil) }
        #expect(quota == RetryQuota())
    }

    @Test("One region's quota that is used up ends its retries and no other's, and full ones take no memory")
    func quotas() {
        let quotas = RetryQuotas()
        let (one, other) = (
            SigningScope(region: "a", service: "cloudtrail"), SigningScope(region: "b", service: "cloudtrail")
        )
        quotas.succeed(in: one, lastPaid: nil)
        #expect(quotas.count == 0)
        for _ in 0..<50 { #expect(quotas.pay(in: one, afterTimeout: true) == 10) }
        #expect(quotas.pay(in: one, afterTimeout: false) == nil)
        #expect(quotas.pay(in: other, afterTimeout: false) == 5)
        #expect(quotas.count == 2)
        quotas.succeed(in: other, lastPaid: 5)
        #expect(quotas.count == 1)
    }

    @Test("A service that keeps failing gets no more retries once the quota is used up")
    func exhausted() async throws {
        let transport = ScriptedTransport([Self.no("InternalFailure", 500)])
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: .still())
        let cloudTrail = CloudTrail(client, region: Region("eu-west-1")!)
        for _ in 0..<60 { await #expect(throws: AWSError.self) { try await cloudTrail.describeTrails() } }
        #expect(transport.requests.count == 60 + 100)
    }
}
