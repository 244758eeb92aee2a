import CoreMetrics
import Synchronization

/// Counts what comes over Socket Mode, and the connections it comes over.
final class SocketMeter: Sendable {
    private struct State {
        var open: Set<Int> = []
        /// Connections that ended and were not replaced yet.
        var lost = 0
    }

    private let state = Mutex(State())
    private let reconnections = Counter(label: "trailwatch_slack_reconnections_total")
    private let acknowledgement = Timer(label: "trailwatch_slack_acknowledgement_seconds")
    private let requests = SocketMeter.envelopes("request")
    private let questions = SocketMeter.envelopes("question")
    private let changes = SocketMeter.envelopes("workspace")
    private let dropped = SocketMeter.envelopes("dropped")

    private static func envelopes(_ route: String) -> Counter {
        Counter(label: "trailwatch_slack_envelopes_total", dimensions: [("route", route)])
    }

    /// Those that Slack has said hello on.
    var openConnections: Int { state.withLock { $0.open.count } }

    /// Slack has said hello.
    func opened(epoch: Int) {
        let isReplacement = state.withLock { state in
            guard state.open.insert(epoch).inserted, state.lost > 0 else { return false }
            state.lost -= 1
            return true
        }
        if isReplacement { reconnections.increment() }
    }

    func ended(epoch: Int) {
        state.withLock { state in
            if state.open.remove(epoch) != nil { state.lost += 1 }
        }
    }

    func received(_ route: Acknowledger.Route) {
        switch route {
        case .connection: break
        case .request: requests.increment()
        case .question: questions.increment()
        case .workspace: changes.increment()
        case .dropped: dropped.increment()
        }
    }

    /// Of a frame that came at `received`, the acknowledgement is handed to the connection now.
    func acknowledged(since received: ContinuousClock.Instant) {
        acknowledgement.recordNanoseconds(Int64(received.duration(to: .now) / .nanoseconds(1)))
    }
}
