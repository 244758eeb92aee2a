import Networking
import Synchronization

/// Keeps every method within its tier: half a minute's calls at once, then one after the other; and within what Slack's refusals
/// teach besides. https://docs.slack.dev/apis/web-api/rate-limits
final class MethodPacer: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        /// nil where no tier is published.
        var tier: TokenBucket?
        var pace: LearnedPace
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// How long to wait before the next call. Counts as that call.
    func reserve(_ method: WebMethod, now: Instant) -> Duration {
        change(method, now) { max($0.tier?.reserve(now: now) ?? .zero, $0.pace.reserve(now: now)) }
    }

    /// How long no call may be made, whatever was reserved before.
    func pause(of method: WebMethod, now: Instant) -> Duration {
        change(method, now) { $0.pace.pause(now: now) }
    }

    /// Slack said `Retry-After`.
    func block(_ method: WebMethod, for delay: Duration, now: Instant) {
        change(method, now) { entry in
            entry.tier?.block(until: now + delay, now: now)
            entry.pace.refuse(for: delay, now: now)
        }
    }

    func succeed(_ method: WebMethod, now: Instant) {
        change(method, now) { $0.pace.succeed() }
    }

    private func change<Result>(_ method: WebMethod, _ now: Instant, _ change: (inout Entry) -> Result) -> Result {
        let calls = method.tier.rawValue
        return entries.withLock { entries in
            var entry =
                entries[method.name]
                ?? Entry(
                    tier: calls > 0
                        ? TokenBucket(capacity: calls / 2, interval: .seconds(60) / calls, now: now) : nil,
                    pace: LearnedPace(now: now))
            defer { entries[method.name] = entry }
            return change(&entry)
        }
    }
}
