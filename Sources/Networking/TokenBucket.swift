/// A rate limit as a value: `capacity` tokens, one back every `interval`. The caller passes the time in.
public struct TokenBucket: Sendable, Equatable {
    public let capacity: Double
    public let interval: Duration
    private var tokens: Double
    private var updated: ContinuousClock.Instant

    public init(capacity: Int, interval: Duration, now: ContinuousClock.Instant) {
        self.capacity = Double(capacity)
        self.interval = interval
        self.tokens = Double(capacity)
        self.updated = now
    }

    /// Takes a token, which may be one of the future: the answer is how long to wait before acting on it.
    public mutating func reserve(now: ContinuousClock.Instant) -> Duration {
        refill(now: now)
        tokens -= 1
        return tokens >= 0 ? .zero : interval * -tokens
    }

    /// Takes a token when there is one; otherwise takes none, and answers how long until there is.
    public mutating func take(now: ContinuousClock.Instant) -> Duration {
        refill(now: now)
        guard tokens >= 1 else { return interval * (1 - tokens) }
        tokens -= 1
        return .zero
    }

    /// Nothing may be taken before `until` (a server's `Retry-After`).
    public mutating func block(until: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        refill(now: now)
        tokens = min(tokens, 1 - (until - max(now, updated)) / interval)
    }

    private mutating func refill(now: ContinuousClock.Instant) {
        guard now > updated else { return }
        tokens = min(capacity, tokens + (now - updated) / interval)
        updated = now
    }
}
