import FoundationEssentials
import LWSTransport
import Networking
import Testing

/// All suites that open connections: one transport is active at a time, so they would only wait for each other.
@Suite(.serialized, .timeLimit(.minutes(1)))
enum ConnectionTests {}

/// Lends a transport and shuts it down afterwards.
nonisolated(nonsending) func withTransport<Result>(
    certificateFile: String? = nil, proxies: ProxyRules = ProxyRules(),
    _ body: nonisolated(nonsending) (LWSTransport) async throws -> Result
) async throws -> Result {
    let transport = try LWSTransport(certificateFile: certificateFile, proxies: proxies)
    do {
        let result = try await body(transport)
        await transport.shutdown()
        return result
    } catch {
        await transport.shutdown()
        throw error
    }
}

/// The error of a dial that must fail.
nonisolated(nonsending) func failure(
    of transport: LWSTransport, _ request: WebSocketRequest, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> TransportError {
    let error = await #expect(throws: TransportError.self, sourceLocation: sourceLocation) {
        _ = try await transport.connect(request) { _ in nil }
    }
    return try #require(error, sourceLocation: sourceLocation)
}

extension WebSocketRequest {
    /// Patient enough for a busy machine; a test shortens what it is about.
    static func test(
        _ url: String, connectTimeout: Duration = .seconds(30), pingInterval: Duration = .seconds(10),
        silenceLimit: Duration = .seconds(30), maximumMessageBytes: Int = 16 << 20
    ) -> WebSocketRequest {
        WebSocketRequest(
            url: url, connectTimeout: connectTimeout, pingInterval: pingInterval, silenceLimit: silenceLimit,
            maximumMessageBytes: maximumMessageBytes)
    }
}

/// Answers every message with itself.
let echo: WebSocketTransport.Responder = { $0 }

extension Data {
    init(_ text: String) { self.init(text.utf8) }
    var text: String { String(decoding: self, as: UTF8.self) }
}
