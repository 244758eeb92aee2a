import FoundationEssentials

/// What a client takes from the world besides the network: the time, waiting, and chance.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Date
    /// Throws only when the task was cancelled.
    public var sleep: @Sendable (Duration) async throws(CancellationError) -> Void
    /// A number in 0..<1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The real ones.
    public static let system = Surroundings(
        now: { Date() },
        sleep: { duration throws(CancellationError) in
            do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
        },
        random: { Double.random(in: 0..<1) })
}
