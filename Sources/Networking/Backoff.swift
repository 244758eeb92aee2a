/// Exponential backoff with full jitter: a random share of `base · 2^(attempt − 1)`, at most `limit`.
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
public struct Backoff: Sendable, Equatable {
    public var base: Duration
    public var limit: Duration
    /// The smallest delay, as a share of the full one: 0 is full jitter, 1 none.
    public var floor: Double

    public init(base: Duration, limit: Duration, floor: Double = 0) {
        self.base = base
        self.limit = limit
        self.floor = floor
    }

    /// The delay before `attempt` (1 is the first retry), from a random number in 0..<1 that the caller draws.
    public func delay(attempt: Int, random: Double) -> Duration {
        let doublings = Double(1 << min(max(attempt - 1, 0), 30))
        let full = min(base * doublings, limit)
        return full * (floor + (1 - floor) * random)
    }
}
