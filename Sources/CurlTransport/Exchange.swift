import Networking
import Synchronization

/// A request on its way to an answer. Whoever finishes it first (the loop, a cancellation, a shutdown) decides how.
final class Exchange: Sendable {
    typealias Outcome = Result<HTTPResponse, TransportError>

    private enum Phase {
        /// → waiting, finished
        case created
        /// → delivered
        case waiting(CheckedContinuation<Outcome, Never>)
        /// Finished before anybody waited → delivered
        case finished(Outcome)
        case delivered
    }

    let request: WireRequest
    let deadline: ContinuousClock.Instant
    private let phase = Mutex(Phase.created)

    init(_ request: WireRequest, now: ContinuousClock.Instant) {
        self.request = request
        self.deadline = now.advanced(by: request.request.timeout)
    }

    /// Whether nobody needs its answer any more.
    var isOver: Bool {
        phase.withLock { phase in
            switch phase {
            case .created, .waiting: false
            case .finished, .delivered: true
            }
        }
    }

    /// Lets the caller wait; false, and the outcome delivered, when a cancellation came before.
    func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let early: Outcome? = phase.withLock { phase in
            guard case .finished(let outcome) = phase else {
                phase = .waiting(continuation)
                return nil
            }
            phase = .delivered
            return outcome
        }
        if let early { continuation.resume(returning: early) }
        return early == nil
    }

    /// Delivers the outcome, unless there already was one.
    func finish(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = phase.withLock { phase in
            switch phase {
            case .created:
                phase = .finished(outcome)
                return nil
            case .waiting(let continuation):
                phase = .delivered
                return continuation
            case .finished, .delivered: return nil
            }
        }
        waiting?.resume(returning: outcome)
    }
}
