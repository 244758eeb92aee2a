import FoundationEssentials
import Networking

/// A request as one of the doubles receives it.
struct ServedRequest: Sendable {
    var method: String
    /// Decoded, without the query.
    var path: String
    var query: [String: String]
    var headers: Networking.HTTPHeaders
    var body: Data
}

/// What one of the doubles answers.
struct ServedResponse: Sendable {
    enum Content: Sendable {
        case body(Data)
        case socket(ServedSocket)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var content: Content

    init(_ status: Int = 200, type: String, headers: [(name: String, value: String)] = [], body: Data) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        content = .body(body)
    }

    init(socket: ServedSocket) {
        status = 101
        headers = []
        content = .socket(socket)
    }

    static func json(_ status: Int, _ value: JSONValue) -> ServedResponse {
        ServedResponse(status, type: "application/json; charset=utf-8", body: value.encoded)
    }

    static func empty(_ status: Int) -> ServedResponse {
        ServedResponse(status, type: "application/json", body: Data())
    }

    static func text(_ status: Int, _ text: String) -> ServedResponse {
        ServedResponse(status, type: "text/plain; charset=utf-8", body: Data(text.utf8))
    }
}

/// A WebSocket message or control frame.
enum WireFrame: Sendable, Equatable {
    case text(Data)
    case ping(Data)
    case pong(Data)
    case close(code: Int, reason: String)
}

/// One accepted WebSocket, seen from a double.
struct ServedSocket: Sendable {
    /// What goes to the client. A close frame ends the connection; so does the end of the stream, without a close frame.
    var outgoing: AsyncStream<WireFrame>
    var received: @Sendable (WireFrame) async -> Void
    var ended: @Sendable () async -> Void
}
