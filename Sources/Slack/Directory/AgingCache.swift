/// Remembers a bounded number of values, each for a while.
struct AgingCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let age: Duration
    private let limit: Int
    private var entries: [Key: (value: Value, since: Instant)] = [:]

    init(age: Duration, limit: Int) {
        self.age = age
        self.limit = limit
    }

    func value(for key: Key, now: Instant) -> Value? {
        entries[key].flatMap { now - $0.since <= age ? $0.value : nil }
    }

    /// When it is full, it begins anew: what is asked for often comes back soon.
    mutating func keep(_ value: Value, for key: Key, now: Instant) {
        if entries.count >= limit, entries[key] == nil { entries = [:] }
        entries[key] = (value, now)
    }

    mutating func forget(where isStale: (Value) -> Bool) {
        entries = entries.filter { !isStale($0.value.value) }
    }
}
