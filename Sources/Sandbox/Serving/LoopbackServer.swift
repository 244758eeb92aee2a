import FlyingFox
import FlyingSocks
import FoundationEssentials
import Glibc
import Networking

/// An HTTP and WebSocket server on a port of 127.0.0.1. The only importer of FlyingFox, with `SocketBridge`.
final class LoopbackServer: Sendable {
    typealias Handler = @Sendable (ServedRequest) async -> ServedResponse

    let port: UInt16
    private let server: HTTPServer
    private let running: Task<Void, any Error>

    /// Returns once it listens; on a free port, where none is named.
    init(port: UInt16 = 0, _ handler: @escaping Handler) async throws {
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
        server = HTTPServer(
            config: .init(address: address, timeout: 120, logger: .disabled), handler: Adapter(handler: handler))
        running = Task { [server] in try await server.run() }
        do {
            try await server.waitUntilListening(timeout: 60)
            guard case .ip4(_, let port)? = await server.listeningAddress else { throw SocketError.unsupportedAddress }
            self.port = port
        } catch {
            running.cancel()
            throw error
        }
    }

    /// Closes the port and every connection.
    func stop() async {
        running.cancel()
        _ = await running.result
    }

    private struct Adapter: HTTPHandler {
        var handler: Handler

        func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
            let answer = await handler(try await ServedRequest(request))
            guard case .body(let body) = answer.content else { return try await upgrade(request, answer) }
            var headers = FlyingFox.HTTPHeaders()
            for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
            return FlyingFox.HTTPResponse(
                statusCode: HTTPStatusCode(answer.status, phrase: "Status \(answer.status)"), headers: headers,
                body: body)
        }

        private func upgrade(
            _ request: FlyingFox.HTTPRequest, _ answer: ServedResponse
        ) async throws -> FlyingFox.HTTPResponse {
            guard case .socket(let socket) = answer.content else { return .init(statusCode: .internalServerError) }
            return try await WebSocketHTTPHandler(handler: SocketBridge(socket: socket)).handleRequest(request)
        }
    }
}

extension ServedRequest {
    fileprivate init(_ request: FlyingFox.HTTPRequest) async throws {
        var headers = Networking.HTTPHeaders()
        for (header, value) in request.headers { headers.append(header.rawValue, value) }
        let target = request.target.rawValue.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: request.method.rawValue, path: request.path,
            query: target.count > 1 ? FormDecoding.decode(target[1]) : [:], headers: headers,
            body: try await request.bodyData)
    }
}
