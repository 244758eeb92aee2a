import FlyingFox
import FlyingSocks

/// FlyingFox's WebSocket server on a free loopback port; the one connection a test makes is a pair of streams.
struct FoxServer {
    let port: UInt16
    /// Texts the client sent.
    let received: AsyncStream<String>
    private let messages: AsyncStream<WSMessage>.Continuation

    var url: String { "ws://127.0.0.1:\(port)/socket" }

    func send(_ text: String) {
        messages.yield(.text(text))
    }

    static nonisolated(nonsending) func with<Result>(
        _ body: nonisolated(nonsending) (FoxServer) async throws -> Result
    ) async throws -> Result {
        let (received, sink) = AsyncStream.makeStream(of: String.self)
        let (outgoing, messages) = AsyncStream.makeStream(of: WSMessage.self)
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0))
        await server.appendRoute("GET /socket", to: .webSocket(Handler(outgoing: outgoing, sink: sink)))
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port) = await server.listeningAddress else { throw NotListening() }
        let result = try await body(FoxServer(port: port, received: received, messages: messages))
        messages.finish()
        await server.stop()
        return result
    }

    private struct NotListening: Error {}

    private struct Handler: WSMessageHandler {
        let outgoing: AsyncStream<WSMessage>
        let sink: AsyncStream<String>.Continuation

        func makeMessages(for client: AsyncStream<WSMessage>) async throws -> AsyncStream<WSMessage> {
            // Ends with the connection whose messages it reads.
            Task {
                for await case .text(let text) in client { sink.yield(text) }
                sink.finish()
            }
            return outgoing
        }
    }
}
