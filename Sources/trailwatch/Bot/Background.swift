import ServiceLifecycle

/// A part of the bot that works until it is told to stop.
struct Background: Service, CustomStringConvertible {
    /// How it comes to its end at shutdown.
    enum Ending: Sendable {
        case cancelled
        /// It ends when what feeds it ends, and finishes what it has begun.
        case byItself
    }

    let description: String
    private let ending: Ending
    let work: @Sendable () async throws -> Void

    init(_ name: String, ending: Ending = .cancelled, _ work: @escaping @Sendable () async throws -> Void) {
        description = name
        self.ending = ending
        self.work = work
    }

    /// Ends without an error only at shutdown: a part that has nothing to do waits, for its end would end the bot.
    func run() async throws {
        switch ending {
        case .byItself:
            try await work()
            // An end before its turn in the shutdown would count as a failure.
            try? await gracefulShutdown()
        case .cancelled:
            try await cancelWhenGracefulShutdown {
                try await work()
                try? await Task.sleep(for: .seconds(Int64.max / 4))
            }
        }
    }
}
