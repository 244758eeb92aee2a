import CWebSockets
import FoundationEssentials
import Networking

/// The loop's side of an open connection.
final class Session {
    enum Phase {
        case open
        /// `close` was called: what is queued goes out, then the close frame.
        case closing(until: ContinuousClock.Instant)
        /// A close frame of either side is under way: nothing may be written after it.
        case closed(WebSocketClosure, until: ContinuousClock.Instant)
    }

    let wsi: OpaquePointer
    let connection: LWSConnection
    let respond: WebSocketTransport.Responder
    var assembler: MessageAssembler
    var outbox = Outbox()
    var liveness: Liveness
    private(set) var phase = Phase.open

    init(
        wsi: OpaquePointer, connection: LWSConnection, request: WebSocketRequest,
        respond: @escaping WebSocketTransport.Responder, now: ContinuousClock.Instant
    ) {
        self.wsi = wsi
        self.connection = connection
        self.respond = respond
        assembler = MessageAssembler(limit: request.maximumMessageBytes)
        liveness = Liveness(request, now: now)
    }

    var deadline: ContinuousClock.Instant {
        switch phase {
        case .open: liveness.deadline
        case .closing(let end): min(end, liveness.deadline)
        case .closed(_, let end): end
        }
    }

    /// How the connection ended, seen from its phase; nil where it ended by itself.
    var closure: WebSocketClosure? {
        switch phase {
        case .open: nil
        case .closing: .byUs
        case .closed(let closure, _): closure
        }
    }

    func beginClosing(until end: ContinuousClock.Instant) {
        guard case .open = phase else { return }
        phase = .closing(until: end)
        lws_callback_on_writable(wsi)
    }

    /// True when the moment for our close frame has come: everything queued before it is with the kernel.
    func closeFrameDue() -> Bool {
        guard case .closing(let end) = phase, outbox.isEmpty, lws_partial_buffered(wsi) == 0 else { return false }
        phase = .closed(.byUs, until: end)
        return true
    }

    func peerClosed(code: Int, reason: String, until end: ContinuousClock.Instant) {
        if case .closed = phase { return }
        phase = .closed(.byPeer(code: code, reason: reason), until: end)
    }

    /// Writes as much as the kernel takes; false when the connection is broken.
    func flush(with writer: inout FrameWriter) -> Bool {
        if case .closed = phase { return true }
        while lws_partial_buffered(wsi) == 0, let frame = outbox.next() {
            guard writer.write(frame, to: wsi) else { return false }
        }
        if !outbox.isEmpty { lws_callback_on_writable(wsi) }
        if case .closing = phase { lws_callback_on_writable(wsi) }
        return true
    }

    /// What the kernel received; nil where it does not count.
    var received: Liveness.Received? {
        var received = cws_received()
        guard cws_tcp_received(lws_get_socket_fd(wsi), &received) != 0, received.bytes > 0 else { return nil }
        return Liveness.Received(bytes: received.bytes, ago: .milliseconds(received.milliseconds_ago))
    }
}
