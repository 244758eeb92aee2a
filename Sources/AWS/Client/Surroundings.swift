import FoundationEssentials

/// What a client takes from the world besides the network: the time, waiting, and chance.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Date
    /// For measuring how much time went by.
    public var instant: @Sendable () -> ContinuousClock.Instant
    /// Throws only when the task was cancelled.
    public var sleep: @Sendable (Duration) async throws(CancellationError) -> Void
    /// A number in 0..<1.
    public var random: @Sendable () -> Double
    let clock = ServerClock()

    public init(
        now: @escaping @Sendable () -> Date, instant: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.instant = instant
        self.sleep = sleep
        self.random = random
    }

    /// The time as AWS has it: by its answers, where this machine's clock is off.
    @Sendable func serverTime() -> Date { now().addingTimeInterval(clock.offset) }

    /// The real ones.
    public static let system = Surroundings(
        now: { Date() }, instant: { .now },
        sleep: { duration throws(CancellationError) in
            do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
        },
        random: { Double.random(in: 0..<1) })
}
