import FoundationEssentials
import Networking
import Synchronization

/// Holds up the first who comes until it is opened.
final class Gate: Sendable {
    private let (arrivals, arrive) = AsyncStream<Void>.makeStream()
    private let (openings, opening) = AsyncStream<Void>.makeStream()

    func reached() async { for await _ in arrivals { return } }
    func open() { opening.finish() }

    func pass() async {
        arrive.finish()
        for await _ in openings {}
    }
}

/// Says yes to all, once its gate is open.
final class GatedTransport: HTTPTransport {
    private let gate: Gate
    private let log = Mutex<[HTTPRequest]>([])

    init(gate: Gate) {
        self.gate = gate
    }

    var requests: [HTTPRequest] { log.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        log.withLock { $0.append(request) }
        await gate.pass()
        return .text("{}")
    }
}
