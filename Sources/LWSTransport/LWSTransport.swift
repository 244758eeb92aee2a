import Networking

/// WebSocket connections over libwebsockets, all on one thread of its own.
///
/// The thread starts with `init`, so that the 30 ms its set-up takes overlap with other work; `connect` waits for it. Only
/// one transport is active in a process: a second one comes up when the first has been shut down.
///
/// libwebsockets 4.1 tells a peer's close codes 1012 to 1014 as 1002, and leaves permessage-deflate out as we ask it to.
public final class LWSTransport: WebSocketTransport {
    private let proxies: ProxyRules
    private let loop: EventLoop

    /// - Parameters:
    ///   - certificateFile: Trusted certificates in PEM (`SSL_CERT_FILE`); nil trusts the system's. Throws when it cannot be
    ///     read.
    ///   - proxies: Which connections go through an HTTP proxy.
    ///   - log: Receives libwebsockets' errors and warnings, on the transport's thread.
    public convenience init(
        certificateFile: String? = nil, proxies: ProxyRules = ProxyRules(), log: (@Sendable (String) -> Void)? = nil
    ) throws(TransportError) {
        try self.init(certificateFile: certificateFile, proxies: proxies, log: log, resolve: Resolver.resolve)
    }

    init(
        certificateFile: String?, proxies: ProxyRules, log: (@Sendable (String) -> Void)?,
        resolve: @escaping Resolver.Function
    ) throws(TransportError) {
        if let certificateFile { try TLSContext.check(certificateFile: certificateFile) }
        self.proxies = proxies
        loop = EventLoop(certificateFile: certificateFile, log: log, resolve: resolve)
        loop.start()
    }

    deinit {
        loop.post(.shutdown)
    }

    /// Redirects are not followed; cancelling the task aborts the dial.
    public func connect(
        _ request: WebSocketRequest, respond: @escaping Responder
    ) async throws(TransportError) -> any WebSocketConnection {
        let url = try WebSocketURL(request.url)
        let proxy = try proxies.proxy(for: request.url).map { address throws(TransportError) in
            try Proxy(address.reveal())
        }
        let dial = Dial(request, url: url, proxy: proxy, respond: respond)
        let answer = await withTaskCancellationHandler {
            loop.post(.dial(dial))
            // The handler may have run before there was anything to abandon.
            if Task.isCancelled { abandon(dial) }
            return await dial.answer.value
        } onCancel: {
            abandon(dial)
        }
        return try answer.get()
    }

    private func abandon(_ dial: Dial) {
        if dial.answer.fulfil(.failure(TransportError(.cancelled, "the dial was cancelled"))) {
            loop.post(.abandon(dial))
        }
    }

    /// Drops every connection (`closure` says `byUs`), fails every dial, and returns when the thread has ended. May be called
    /// twice.
    public func shutdown() async {
        loop.post(.shutdown)
        await loop.join()
    }
}
