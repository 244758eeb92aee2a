/// How fast Slack takes calls where that is not published, as its refusals teach: at first as fast as they come, then ever slower
/// with each refusal, and a little faster with each success. https://docs.slack.dev/apis/web-api/rate-limits
struct LearnedPace: Sendable {
    typealias Instant = ContinuousClock.Instant

    private static let first = Duration.milliseconds(50)
    private static let slowest = Duration.seconds(2)

    /// Between two calls.
    private(set) var interval = Duration.zero
    private var next: Instant
    private var pausedUntil: Instant

    init(now: Instant) {
        (next, pausedUntil) = (now, now)
    }

    /// How long to wait before the next call. Counts as that call.
    mutating func reserve(now: Instant) -> Duration {
        let slot = max(now, next, pausedUntil)
        next = slot + interval
        return slot - now
    }

    /// How long no call may be made, whatever was reserved before.
    func pause(now: Instant) -> Duration { max(pausedUntil - now, .zero) }

    /// Slack said `Retry-After`. Calls that are refused together teach once.
    mutating func refuse(for delay: Duration, now: Instant) {
        if now >= pausedUntil { interval = min(max(interval * 2, Self.first), Self.slowest) }
        pausedUntil = max(pausedUntil, now + delay)
    }

    mutating func succeed() {
        interval = interval < .milliseconds(10) ? .zero : interval * 0.98
    }
}
