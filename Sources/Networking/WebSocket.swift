import FoundationEssentials

/// What to dial, and how long silence is borne.
public struct WebSocketRequest: Sendable, Equatable {
    /// An absolute `ws` or `wss` URL.
    public var url: String
    /// From the dial to the finished upgrade.
    public var connectTimeout: Duration
    /// A ping goes out after this much time without one.
    public var pingInterval: Duration
    /// The connection is dropped when nothing at all (pings and pongs count) came for this long.
    public var silenceLimit: Duration
    public var maximumMessageBytes: Int

    public init(
        url: String, connectTimeout: Duration = .seconds(10), pingInterval: Duration = .seconds(2),
        silenceLimit: Duration = .seconds(5), maximumMessageBytes: Int = 16 << 20
    ) {
        self.url = url
        self.connectTimeout = connectTimeout
        self.pingInterval = pingInterval
        self.silenceLimit = silenceLimit
        self.maximumMessageBytes = maximumMessageBytes
    }
}

/// Why a connection ended.
public enum WebSocketClosure: Sendable, Equatable {
    /// A close frame of the peer.
    case byPeer(code: Int, reason: String)
    /// Our own `close`.
    case byUs
    /// Nothing came for `silenceLimit`.
    case silence
    /// The TCP or TLS connection ended without a close frame, or broke the protocol.
    case lost(TransportError)
}

/// One open connection.
public protocol WebSocketConnection: Sendable {
    /// Queues a text message. Safe from any thread; does nothing once the connection has ended.
    func send(_ text: Data)
    /// Begins the closing handshake; TCP is dropped when it takes longer than `limit`. May be called twice.
    func close(within limit: Duration)
    /// Returns when the connection has ended, at once if it already has.
    func closure() async -> WebSocketClosure
}

/// Dials WebSocket connections.
public protocol WebSocketTransport: Sendable {
    /// Called on the socket's own loop for each complete text message, so it must not block; what it returns is sent
    /// at once, ahead of anything queued by `send`. Not called any more once `closure` has returned.
    typealias Responder = @Sendable (_ text: Data) -> Data?

    /// Returns when the upgrade is complete; messages may reach `respond` before that.
    func connect(
        _ request: WebSocketRequest, respond: @escaping Responder
    ) async throws(TransportError) -> any WebSocketConnection
}
