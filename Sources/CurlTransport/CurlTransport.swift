import Networking
import Synchronization

/// HTTP over libcurl: one thread carries all requests, connections are kept and used again, TLS peers are always
/// verified and redirects never followed.
///
/// A POST is never sent a second time behind the caller's back: a kept connection lost meanwhile is an error, so that
/// nothing is posted twice.
public final class CurlTransport: HTTPTransport {
    /// What holds for all requests of a transport.
    public struct Options: Sendable {
        /// Sent as `User-Agent`.
        public var userAgent: String
        /// For name, TCP and TLS together; a request's own time-out still holds.
        public var connectTimeout: Duration = .seconds(10)
        /// How many requests run at once; further ones wait their turn, and their time-out runs meanwhile.
        public var maximumConnections = 256
        /// Whether TLS servers may choose HTTP/2. libcurl 7.88 fails a request now and then when such a server closes a
        /// busy connection (GOAWAY), which HTTP/1.1 does not know.
        public var allowsHTTP2 = true
        /// A PEM file of trusted authorities, used instead of the system's (what `SSL_CERT_FILE` names).
        public var certificateFile: String?
        /// Which requests go through a proxy; the environment is not asked.
        public var proxies = ProxyRules()

        public init(userAgent: String) {
            self.userAgent = userAgent
        }
    }

    private let loop: TransferLoop
    private let thread: Mutex<JoinableThread?>

    /// Starts the thread; throws `tlsFailed` when the certificate file cannot be read.
    public convenience init(options: Options) throws(TransportError) {
        // curl uses no connection again that was idle for 118 s, so after a quiet time as long all are dead weight.
        try self.init(options: options, quietTime: .seconds(120))
    }

    init(options: Options, quietTime: Duration) throws(TransportError) {
        precondition(options.maximumConnections > 0, "a transport needs at least one connection")
        if let file = options.certificateFile { try checkCertificateFile(file) }
        let loop = TransferLoop(options: options, quietTime: quietTime)
        self.loop = loop
        self.thread = Mutex(JoinableThread { loop.run() })
    }

    deinit {
        shutdown()
    }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let exchange = Exchange(try WireRequest(request), now: .now)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if exchange.wait(continuation) { loop.start(exchange) }
            }
        } onCancel: {
            exchange.finish(
                .failure(TransportError(.cancelled, "\(exchange.request.label): the request was cancelled")))
            loop.stop(exchange)
        }
        return try result.get()
    }

    /// Fails the outstanding requests and all later ones with `closed`, and returns when the thread has ended. May be
    /// called twice.
    public func shutdown() {
        loop.close()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }
}
