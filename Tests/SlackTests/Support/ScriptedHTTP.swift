import FoundationEssentials
import Networking
import Synchronization

/// Answers Web API calls from a script: each method has its answers in order, the last one stays.
final class ScriptedHTTP: HTTPTransport {
    enum Reply: Sendable {
        case json(String, status: Int = 200, headers: HTTPHeaders = [:])
        case failure(TransportError)
    }

    struct Call: Sendable, Equatable {
        var method: String
        var request: HTTPRequest

        var body: String { String(decoding: request.body, as: UTF8.self) }
    }

    private let script: Mutex<[String: [Reply]]>
    private let log = Mutex<[Call]>([])
    private let calling: AsyncStream<String>
    private let called: AsyncStream<String>.Continuation

    init(_ script: [String: [Reply]]) {
        self.script = Mutex(script)
        (calling, called) = AsyncStream.makeStream()
    }

    /// From now on a method is answered this way.
    func answer(_ method: String, with reply: Reply) { script.withLock { $0[method] = [reply] } }

    /// Returns when a method was called. For one waiting task.
    func called(_ method: String) async {
        for await name in calling where name == method { return }
    }

    var calls: [Call] { log.withLock { $0 } }
    var methods: [String] { calls.map(\.method) }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let method = request.url.hasPrefix(Self.apiURL) ? String(request.url.dropFirst(Self.apiURL.count)) : request.url
        log.withLock { $0.append(Call(method: method, request: request)) }
        defer { called.yield(method) }
        let reply = script.withLock { script -> Reply? in
            guard let replies = script[method], let first = replies.first else { return nil }
            if replies.count > 1 { script[method]!.removeFirst() }
            return first
        }
        switch reply {
        case .json(let text, let status, let headers):
            return HTTPResponse(status: status, headers: headers, body: Data(text.utf8))
        case .failure(let error):
            throw error
        case nil:
            return HTTPResponse(status: 200, body: Data(#"{"ok":false,"error":"unknown_method"}"#.utf8))
        }
    }

    static let apiURL = "https://slack.test/api/"
}
