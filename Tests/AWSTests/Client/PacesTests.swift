import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Pace")
struct PacesTests {
    private static let region = Region("eu-west-1")!
    private static let trails = Operation(.describeTrails, in: region)

    /// A clock that stands until it is moved.
    private final class Time: Sendable {
        private let start = ContinuousClock.now
        private let elapsed = Mutex(Duration.zero)

        var now: ContinuousClock.Instant { start + elapsed.withLock { $0 } }
        func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }
    }

    @Test("Ten calls of CloudTrail go at once, the next ones nine a second")
    func burst() {
        let time = Time()
        let paces = Paces(now: { time.now })
        #expect((0..<10).map { _ in paces.reserve(for: Self.trails) } == Array(repeating: .zero, count: 10))
        #expect(
            (0..<3).map { _ in paces.reserve(for: Self.trails) }
                == [.milliseconds(110), .milliseconds(220), .milliseconds(330)])
        time.advance(by: .milliseconds(330 + 1100))
        #expect((0..<10).allSatisfy { _ in paces.reserve(for: Self.trails) == .zero })
        #expect(paces.reserve(for: Self.trails) == .milliseconds(110))
    }

    @Test("Other regions and services have paces of their own, and what AWS hardly limits has none")
    func apart() {
        let time = Time()
        let paces = Paces(now: { time.now })
        for _ in 0..<10 { _ = paces.reserve(for: Self.trails) }
        #expect(paces.reserve(for: Operation(.getTrailStatus, in: Region("eu-west-2")!)) == .zero)
        #expect(paces.reserve(for: Operation(.getTrailStatus, in: Self.region)) == .milliseconds(110))
        #expect(
            (0..<8).allSatisfy { _ in
                paces.reserve(for: Operation(.listAccounts, in: Self.region)) == .zero
            })
        #expect(paces.reserve(for: Operation(.listAccounts, in: Self.region)) == .milliseconds(140))
        #expect(
            (0..<100).allSatisfy { _ in paces.reserve(for: Operation(.assumeRole, in: Self.region)) == .zero })
    }

    @Test("A client waits before it sends too fast, retries included")
    func client() async throws {
        let sleeps = Mutex<[Duration]>([])
        let transport = ScriptedTransport { _, number throws(TransportError) in
            number == 10 ? .refusal("SlowDown") : .text(#"{"trailList":[]}"#)
        }
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: .still { duration in sleeps.withLock { $0.append(duration) } })
        for _ in 0..<11 { _ = try await CloudTrail(client, region: Self.region).describeTrails() }
        #expect(sleeps.withLock { $0 } == [.milliseconds(110), .milliseconds(500), .milliseconds(220)])
    }
}
