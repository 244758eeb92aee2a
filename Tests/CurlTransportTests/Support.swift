import CurlTransport
import Foundation
import Networking
import TestSupport

/// A transport for loopback servers.
func makeTransport(_ change: (inout CurlTransport.Options) -> Void = { _ in }) throws -> CurlTransport {
    var options = CurlTransport.Options(userAgent: "trailwatch/test")
    change(&options)
    return try CurlTransport(options: options)
}

/// Answers every request with the bytes it consisted of.
let echo: RawServer.Script = { connection in
    while let request = try connection.receiveRequest() {
        try connection.respond(body: request)
    }
}

/// Answers every connection's first request with `text` as it is, and hangs up.
func answering(_ text: String) -> RawServer.Script {
    { connection in
        _ = try connection.receiveRequest()
        try connection.send(text)
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The lines of an echoed request's head.
    var lines: [String] { text.components(separatedBy: "\r\n") }
}

/// Something that happens once or more, and can be waited for.
struct Event: Sendable {
    private let stream: AsyncStream<Void>
    private let sink: AsyncStream<Void>.Continuation

    init() { (stream, sink) = AsyncStream.makeStream() }

    func happen() { sink.yield() }
    func happened() async { for await _ in stream { return } }
}
