import CWebSockets
import Networking

/// Owns libwebsockets' context, the vhosts and the timer. Made, used and destroyed on one thread.
final class LWSContext {
    let handle: OpaquePointer
    let tls: TLSContext
    private let protocols = UnsafeMutablePointer<lws_protocols>.allocate(capacity: 2)
    private let timer = UnsafeMutablePointer<cws_timer>.allocate(capacity: 1)
    /// All zero: no keep-alive of libwebsockets' own beside ours.
    private let noKeepAlive = UnsafeMutablePointer<lws_retry_bo_t>.allocate(capacity: 1)
    private let direct: OpaquePointer
    /// Goes through the proxy that was set last; made when first needed.
    private lazy var proxied = LWSContext.vhost("proxied", handle, protocols, tls)
    private let tick: TimerCallback

    typealias TimerCallback = @convention(c) (UnsafeMutablePointer<lws_sorted_usec_list_t>?) -> Void
    typealias Callback =
        @convention(c) (
            OpaquePointer?, lws_callback_reasons, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int
        ) -> Int32

    private static let notInitialized = TransportError(.connectionFailed, "libwebsockets could not be initialized")
    private static let protocolName: StaticString = "trailwatch"
    private static let bufferBytes = 64 << 10
    /// Our own deadlines rule; libwebsockets counts in seconds and must stay out of the way.
    private static let never: UInt32 = 24 * 3_600

    /// `owner` is what callbacks find with `lws_context_user`, unretained.
    init(
        owner: UnsafeMutableRawPointer, tls: TLSContext, callback: @escaping Callback,
        tick: @escaping TimerCallback
    ) throws(TransportError) {
        self.tls = tls
        self.tick = tick
        protocols.initialize(repeating: lws_protocols(), count: 2)
        protocols[0].name = Self.name
        protocols[0].callback = callback
        protocols[0].rx_buffer_size = Self.bufferBytes
        timer.initialize(to: cws_timer())
        timer.pointee.owner = owner
        noKeepAlive.initialize(to: lws_retry_bo_t())

        var info = lws_context_creation_info()
        info.port = CONTEXT_PORT_NO_LISTEN
        info.options = UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT | LWS_SERVER_OPTION_EXPLICIT_VHOSTS)
        info.gid = -1
        info.uid = -1
        info.user = owner
        info.pt_serv_buf_size = UInt32(Self.bufferBytes)
        // Without it, tables for `ulimit -n` descriptors, which may be a million.
        info.fd_limit_per_thread = 64
        info.timeout_secs = Self.never
        guard let created = lws_create_context(&info) else {
            Self.free(protocols, timer, noKeepAlive)
            throw Self.notInitialized
        }
        guard let vhost = Self.vhost("direct", created, protocols, tls) else {
            lws_context_destroy(created)
            Self.free(protocols, timer, noKeepAlive)
            throw Self.notInitialized
        }
        handle = created
        direct = vhost
    }

    deinit {
        lws_sul_cancel(&timer.pointee.timer)
        lws_context_destroy(handle)
        Self.free(protocols, timer, noKeepAlive)
    }

    /// Waits for events and serves them; false when the context is of no use any more.
    func service() -> Bool { lws_service(handle, 0) >= 0 }

    /// `tick` is called once, this much later; a new call replaces the old.
    func schedule(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        // The wait counts in whole milliseconds, rounded down: a rounded-up timer does not spin through the last one.
        lws_sul_schedule(handle, 0, &timer.pointee.timer, tick, (microseconds / 1_000 + 1) * 1_000)
    }

    /// Begins a connection whose callbacks carry `epoch`. Some of them come before this returns; nil when it has already
    /// failed, without a callback that says so.
    func connect(_ url: WebSocketURL, address: String, through proxy: Proxy?, epoch: UInt) -> OpaquePointer? {
        guard let vhost = proxy == nil ? direct : proxied else { return nil }
        if let proxy, !Self.use(proxy, at: address, for: vhost) { return nil }
        var info = lws_client_connect_info()
        info.context = handle
        info.vhost = vhost
        info.port = Int32(url.port)
        info.ssl_connection = Int32(
            LCCSCF_HTTP_NO_FOLLOW_REDIRECT.rawValue | (url.isSecure ? LCCSCF_USE_SSL.rawValue : 0))
        info.ietf_version_or_minus_one = -1
        info.userdata = UnsafeMutableRawPointer(bitPattern: epoch)
        info.local_protocol_name = Self.name
        info.retry_and_idle_policy = UnsafePointer(noKeepAlive)
        // libwebsockets resolves `address`, an address in digits; a proxy resolves the name.
        return (proxy == nil ? address : url.host).withCString { peer in
            url.target.withCString { path in
                url.hostHeader.withCString { host in
                    "http/1.1".withCString { alpn in
                        info.address = peer
                        info.path = path
                        info.host = host
                        info.alpn = alpn
                        return lws_client_connect_via_info(&info)
                    }
                }
            }
        }
    }

    private static var name: UnsafePointer<CChar> {
        UnsafeRawPointer(protocolName.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func vhost(
        _ name: String, _ context: OpaquePointer, _ protocols: UnsafePointer<lws_protocols>, _ tls: TLSContext
    ) -> OpaquePointer? {
        var info = lws_context_creation_info()
        info.port = CONTEXT_PORT_NO_LISTEN
        info.options = UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
        info.protocols = protocols
        info.provided_client_ssl_ctx = tls.handle
        info.timeout_secs = never
        info.connect_timeout_secs = never
        return name.withCString { name in
            // Port 0 is "no proxy"; without an address libwebsockets would read the environment's http_proxy.
            "none:0".withCString { noProxy in
                info.vhost_name = name
                info.http_proxy_address = noProxy
                return lws_create_vhost(context, &info)
            }
        }
    }

    /// False when libwebsockets has no room for the credentials: it would go past the proxy.
    private static func use(_ proxy: Proxy, at address: String, for vhost: OpaquePointer) -> Bool {
        let host = address.contains(":") ? "[\(address)]" : address
        let credentials = proxy.credentials.map { $0.reveal() + "@" } ?? ""
        return lws_set_proxy(vhost, "\(credentials)\(host):\(proxy.port)") == 0
    }

    private static func free(
        _ protocols: UnsafeMutablePointer<lws_protocols>, _ timer: UnsafeMutablePointer<cws_timer>,
        _ policy: UnsafeMutablePointer<lws_retry_bo_t>
    ) {
        protocols.deallocate()
        timer.deallocate()
        policy.deallocate()
    }
}
