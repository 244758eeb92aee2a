import ChatOps
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The signals that the bot obeys through all its lives: SIGHUP begins a new one, SIGTERM and SIGINT end the last.
final class Signals: Sendable {
    private struct State {
        var isAskedToReload = false
        var isStopping = false
        var working: ServiceGroup?
    }

    private let state = Mutex(State())
    private let doorbell = Doorbell()

    /// Listens until the task is cancelled.
    func listen() async {
        for await signal in await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint) {
            if signal == .sighup {
                state.withLock { $0.isAskedToReload = true }
                doorbell.ring()
            } else {
                let working = state.withLock { state in
                    state.isStopping = true
                    return state.working
                }
                await working?.triggerGracefulShutdown()
            }
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Runs the services of one life; a stop that was asked for before ends them at once.
    func run(_ group: ServiceGroup) async throws {
        let isStopping = state.withLock { state in
            state.working = group
            return state.isStopping
        }
        defer { state.withLock { $0.working = nil } }
        if isStopping { return }
        try await group.run()
    }

    /// Whether SIGHUP came, awaited for so long. For one task at a time.
    func hangUp(within limit: Duration) async -> Bool {
        await doorbell.wait(atMost: limit, clock: ContinuousClock())
        return state.withLock { state in
            defer { state.isAskedToReload = false }
            return state.isAskedToReload
        }
    }
}
