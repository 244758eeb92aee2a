import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Credential cache")
struct CredentialCacheTests {
    /// A time that the test moves, and a source that counts.
    private final class Bench: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 0))
        private let loads = Mutex(0)
        private let failure = Mutex<AWSError?>(nil)

        func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
        func fail(_ error: AWSError?) { failure.withLock { $0 = error } }
        var now: Date { time.withLock { $0 } }
        var count: Int { loads.withLock { $0 } }

        func cache(lifetime: Double?) -> CredentialCache {
            CredentialCache(now: { self.now }) { () throws(AWSError) in
                let number = self.loads.withLock { loads in
                    loads += 1
                    return loads
                }
                if let error = self.failure.withLock({ $0 }) { throw error }
                return Credentials(
                    accessKeyID: "K\(number)", secretAccessKey: Secret("s"),
                    expiration: lifetime.map { self.now.addingTimeInterval($0) })
            }
        }
    }

    private static let trouble = AWSError(.refused(code: "AccessDenied"), call: "AssumeRole", "No.")

    @Test("Credentials are kept until five minutes before their end")
    func keeps() async throws {
        let bench = Bench()
        let cache = bench.cache(lifetime: 3600)
        #expect(try await cache.credentials().accessKeyID == "K1")
        bench.advance(3299)
        #expect(try await cache.credentials().accessKeyID == "K1")
        bench.advance(1)
        #expect(try await cache.credentials().accessKeyID == "K2")
        #expect(bench.count == 2)
    }

    @Test("Credentials without an end are fetched once")
    func endless() async throws {
        let bench = Bench()
        let cache = bench.cache(lifetime: nil)
        _ = try await cache.credentials()
        bench.advance(1e9)
        #expect(try await cache.credentials().accessKeyID == "K1")
    }

    @Test("However many ask at the same time, one request is made")
    func singleFlight() async throws {
        let bench = Bench()
        let cache = bench.cache(lifetime: 3600)
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await cache.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["K1"])
        #expect(bench.count == 1)
    }

    @Test(
        "A renewal that fails ahead of time leaves the old credentials in use, and is tried again half a minute later")
    func failedRenewal() async throws {
        let bench = Bench()
        let cache = bench.cache(lifetime: 3600)
        _ = try await cache.credentials()
        bench.advance(3400)
        bench.fail(Self.trouble)
        #expect(try await cache.credentials().accessKeyID == "K1")
        bench.advance(29)
        #expect(try await cache.credentials().accessKeyID == "K1")
        #expect(bench.count == 2)
        bench.advance(1)
        bench.fail(nil)
        #expect(try await cache.credentials().accessKeyID == "K3")
    }

    @Test("Credentials that have ended are not used, and the failure is told")
    func ended() async throws {
        let bench = Bench()
        let cache = bench.cache(lifetime: 3600)
        _ = try await cache.credentials()
        bench.advance(3600)
        bench.fail(Self.trouble)
        await #expect(throws: Self.trouble) { try await cache.credentials() }
        bench.fail(nil)
        #expect(try await cache.credentials().accessKeyID == "K3")
    }

    @Test(
        "Times are read with fractions and offsets, and nothing else is",
        arguments: [
            ("2026-01-31T23:59:59Z", 1_769_903_999), ("2026-01-31T23:59:59.5Z", 1_769_903_999.5),
            ("2026-02-01T00:59:59+01:00", 1_769_903_999), ("1970-01-01T00:00:00-00:30", 1800),
            ("2026-01-31", nil), ("2026-13-31T23:59:59Z", nil), ("2026-01-31T23:59:59", nil),
            ("2026-01-31T23:59:59.Z", nil), ("2026-01-31T23:59:59Zx", nil), ("", nil),
        ] as [(String, Double?)])
    func timestamps(text: String, seconds: Double?) {
        #expect(Date(awsTimestamp: text) == seconds.map(Date.init(timeIntervalSince1970:)))
    }
}
