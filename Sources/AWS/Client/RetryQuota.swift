/// How many retries a service in a region is still worth: a failing service soon gets none, and earns them back by answering.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
struct RetryQuota: Sendable, Equatable {
    static let capacity = 500
    static let retryCost = 5
    static let timeoutCost = 10

    private(set) var tokens = capacity

    var isFull: Bool { tokens == Self.capacity }

    /// Pays for a retry; nil when it cannot be afforded.
    mutating func pay(afterTimeout: Bool) -> Int? {
        let cost = afterTimeout ? Self.timeoutCost : Self.retryCost
        guard tokens >= cost else { return nil }
        tokens -= cost
        return cost
    }

    /// A success gives the price of its last retry back, or one token when there was none.
    mutating func succeed(lastPaid: Int?) {
        tokens = min(Self.capacity, tokens + (lastPaid ?? 1))
    }
}
