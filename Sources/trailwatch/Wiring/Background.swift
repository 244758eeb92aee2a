import ServiceLifecycle

/// A part of the bot that works until it is told to stop.
struct Background: Service, CustomStringConvertible {
    let description: String
    private let work: @Sendable () async throws -> Void

    init(_ name: String, _ work: @escaping @Sendable () async throws -> Void) {
        description = name
        self.work = work
    }

    /// Ends without an error only at shutdown: a part that has nothing to do waits, for its end would end the bot.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await work()
            try? await Task.sleep(for: .seconds(Int64.max / 4))
        }
    }
}
