import Networking
import Synchronization

/// Reaches the double until its process is killed: the answer to the last request, and all later ones, never come.
final class MortalTransport: HTTPTransport {
    private let forwarding: ForwardingTransport
    private let left: Mutex<Int>

    init(jira: JiraDouble, requests: Int) {
        forwarding = ForwardingTransport(jira: jira)
        left = Mutex(requests)
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let left = left.withLock { left in
            left -= 1
            return left
        }
        guard left >= 0 else { throw TransportError(.cancelled, "the process is dead") }
        let response = try await forwarding.send(request)
        guard left > 0 else { throw TransportError(.cancelled, "the process was killed") }
        return response
    }
}
