import Networking
import Synchronization

/// Keeps every method within its tier: half a minute's calls at once, then one after the other.
/// https://docs.slack.dev/apis/web-api/rate-limits
final class MethodPacer: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// How long to wait before the next call. Counts as that call.
    func reserve(_ method: WebMethod, now: Instant) -> Duration {
        change(method, now: now) { $0.reserve(now: now) } ?? .zero
    }

    /// Slack said `Retry-After`.
    func block(_ method: WebMethod, for delay: Duration, now: Instant) {
        change(method, now: now) { $0.block(until: now + delay, now: now) }
    }

    @discardableResult
    private func change<Result>(
        _ method: WebMethod, now: Instant, _ change: (inout TokenBucket) -> Result
    ) -> Result? {
        let calls = method.tier.rawValue
        guard calls > 0 else { return nil }
        return buckets.withLock { buckets in
            var bucket =
                buckets[method.name] ?? TokenBucket(capacity: calls / 2, interval: .seconds(60) / calls, now: now)
            defer { buckets[method.name] = bucket }
            return change(&bucket)
        }
    }
}
