import FoundationEssentials
import Networking
import Synchronization

/// A WebSocket peer inside the test: hands out each dial, and lets the test speak for Slack.
final class ScriptedWebSocket: WebSocketTransport {
    /// One established connection, seen from Slack's side.
    final class Peer: WebSocketConnection {
        let request: WebSocketRequest
        private let respond: Responder
        private let ended: AsyncStream<WebSocketClosure>
        private let end: AsyncStream<WebSocketClosure>.Continuation
        private let outcome = Mutex<WebSocketClosure?>(nil)
        private let texts: AsyncStream<String>
        private let sent: AsyncStream<String>.Continuation

        var url: String { request.url }

        init(_ request: WebSocketRequest, respond: @escaping Responder) {
            self.request = request
            self.respond = respond
            (ended, end) = AsyncStream.makeStream()
            (texts, sent) = AsyncStream.makeStream()
        }

        /// Sends a frame to the client; the answer is what it sent back at once.
        @discardableResult
        func send(_ text: String) -> String? {
            respond(Data(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }

        func hello(connections: Int = 1) {
            send(
                #"{"type":"hello","num_connections":\#(connections),"debug_info":{"approximate_connection_time":18060}}"#
            )
        }

        func close(_ closure: WebSocketClosure) {
            outcome.withLock { $0 = $0 ?? closure }
            end.finish()
        }

        var isClosed: Bool { outcome.withLock { $0 != nil } }

        func send(_ text: Data) { sent.yield(String(decoding: text, as: UTF8.self)) }

        /// What the client sent later than at once.
        func nextText() async -> String {
            for await text in texts { return text }
            fatalError("the test was cancelled")
        }

        func close(within limit: Duration) { close(.byUs) }

        /// Returns also in a cancelled task only once the connection has ended.
        func closure() async -> WebSocketClosure {
            await Task { [ended] in for await _ in ended {} }.value
            return outcome.withLock { $0! }
        }
    }

    private let dials: AsyncStream<Peer>
    private let dialled: AsyncStream<Peer>.Continuation
    private let failures: Mutex<[TransportError]>

    init(failing failures: [TransportError] = []) {
        self.failures = Mutex(failures)
        (dials, dialled) = AsyncStream.makeStream()
    }

    func connect(
        _ request: WebSocketRequest, respond: @escaping Responder
    ) async throws(TransportError) -> any WebSocketConnection {
        let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let failure { throw failure }
        let peer = Peer(request, respond: respond)
        dialled.yield(peer)
        return peer
    }

    /// The next connection the client makes.
    func nextDial() async -> Peer {
        for await peer in dials { return peer }
        fatalError("the test was cancelled")
    }
}
