import Networking
import Testing

@Suite("The token bucket")
struct TokenBucketTests {
    private let start = ContinuousClock.now

    private func bucket() -> TokenBucket {
        TokenBucket(capacity: 2, interval: .seconds(1), now: start)
    }

    @Test("A full bucket serves its capacity at once, then one each interval")
    func burst() {
        var bucket = bucket()
        #expect((0..<4).map { _ in bucket.reserve(now: start) } == [.zero, .zero, .seconds(1), .seconds(2)])
    }

    @Test("Tokens come back with time, never more than the capacity")
    func refill() {
        var bucket = bucket()
        for _ in 0..<2 { _ = bucket.reserve(now: start) }
        #expect(bucket.reserve(now: start + .seconds(1)) == .zero)
        let later = start + .seconds(100)
        #expect((0..<3).map { _ in bucket.reserve(now: later) } == [.zero, .zero, .seconds(1)])
    }

    @Test("A share of an interval brings a share of a token")
    func share() {
        var bucket = bucket()
        for _ in 0..<2 { _ = bucket.reserve(now: start) }
        #expect(bucket.reserve(now: start + .milliseconds(250)) == .milliseconds(750))
    }

    @Test("A token that is not there yet is not taken")
    func take() {
        var bucket = bucket()
        #expect((0..<4).map { _ in bucket.take(now: start) } == [.zero, .zero, .seconds(1), .seconds(1)])
        #expect(bucket.take(now: start + .seconds(1)) == .zero)
    }

    @Test("A block holds the next token back until then, and the others behind it")
    func block() {
        var bucket = bucket()
        bucket.block(until: start + .seconds(30), now: start)
        #expect(bucket.reserve(now: start) == .seconds(30))
        #expect(bucket.reserve(now: start) == .seconds(31))
        #expect(bucket.reserve(now: start + .seconds(40)) == .zero)
    }

    @Test("A shorter block never lets anybody through earlier")
    func shorterBlock() {
        var bucket = bucket()
        bucket.block(until: start + .seconds(30), now: start)
        bucket.block(until: start + .seconds(5), now: start)
        #expect(bucket.reserve(now: start) == .seconds(30))
    }

    @Test("A clock that reads earlier changes nothing")
    func backwards() {
        var bucket = bucket()
        for _ in 0..<2 { _ = bucket.reserve(now: start) }
        #expect(bucket.reserve(now: start - .seconds(5)) == .seconds(1))
    }
}
