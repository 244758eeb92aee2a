import Networking
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test(
        "The whole delay doubles from attempt to attempt up to the limit",
        arguments: [
            (0, 1.0), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 10.0), (31, 10.0), (64, 10.0), (Int.max, 10.0),
            (Int.min + 1, 1.0),
        ])
    func doubling(attempt: Int, seconds: Double) {
        let backoff = Backoff(base: .seconds(1), limit: .seconds(10), floor: 1)
        #expect(backoff.delay(attempt: attempt, random: 0.3) == .seconds(seconds))
    }

    @Test("Full jitter takes the random share of it", arguments: [(0.0, 0.0), (0.25, 1.0), (0.5, 2.0)])
    func fullJitter(random: Double, seconds: Double) {
        let backoff = Backoff(base: .seconds(1), limit: .seconds(60))
        #expect(backoff.delay(attempt: 3, random: random) == .seconds(seconds))
    }

    @Test("A floor keeps a share that chance cannot take", arguments: [(0.0, 2.0), (0.5, 3.0)])
    func floor(random: Double, seconds: Double) {
        let backoff = Backoff(base: .seconds(4), limit: .seconds(60), floor: 0.5)
        #expect(backoff.delay(attempt: 1, random: random) == .seconds(seconds))
    }
}
