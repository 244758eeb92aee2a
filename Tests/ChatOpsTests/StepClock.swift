/// A clock for one sleeper, which the test wakes; it tells how long each sleep was to be.
final class StepClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }
    private let (sleeps, fallsAsleep) = AsyncStream.makeStream(of: Duration.self)
    private let (wakes, wakesUp) = AsyncStream.makeStream(of: Void.self)

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        fallsAsleep.yield(deadline.offset)
        for await _ in wakes { return }
        throw CancellationError()
    }

    /// Returns once somebody sleeps.
    func nextSleep() async -> Duration? {
        for await sleep in sleeps { return sleep }
        return nil
    }

    func wake() { wakesUp.yield() }
}
