/// The clock and the dice of this room, passed in so that a test can hold both.
public struct Timing: Sendable {
    public var now: @Sendable () -> ContinuousClock.Instant
    /// Throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number in 0..<1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    public static let system = Timing(
        now: { .now }, sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) })
}
