import Networking

/// One `connect` under way. Its answer may come from any task; everything else belongs to the loop's thread.
final class Dial: @unchecked Sendable {  // `answer` locks itself; `plan` and `attempt` are the loop thread's
    typealias Answer = Result<any WebSocketConnection, TransportError>

    /// The attempt at one address, as libwebsockets knows it.
    struct Attempt {
        let epoch: UInt
        var wsi: OpaquePointer?
        /// Why the peer's certificate was refused.
        var verificationError: String?
    }

    let request: WebSocketRequest
    let url: WebSocketURL
    let proxy: Proxy?
    let respond: WebSocketTransport.Responder
    let answer = Promise<Answer>()
    /// Begins with the loop's work on it: the loop may still be starting.
    lazy var plan = DialPlan(host: proxy?.host ?? url.host, timeout: request.connectTimeout, now: .now)
    var attempt: Attempt?

    init(
        _ request: WebSocketRequest, url: WebSocketURL, proxy: Proxy?,
        respond: @escaping WebSocketTransport.Responder
    ) {
        self.request = request
        self.url = url
        self.proxy = proxy
        self.respond = respond
    }
}
