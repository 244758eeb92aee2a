import CWebSockets
import Networking

extension EventLoop {
    /// How long a peer that closes may take to let TCP go.
    private static let peerCloseLimit = Duration.seconds(1)

    /// What libwebsockets reports about one attempt or connection; a result other than 0 closes it.
    func handle(_ reason: lws_callback_reasons, _ wsi: OpaquePointer, _ input: UnsafeRawBufferPointer) -> Int32 {
        let epoch = UInt(bitPattern: lws_wsi_user(wsi))
        switch links[epoch] {
        case .dialling(let dial): return handle(reason, dial, wsi, epoch, input)
        case .open(let session): return handle(reason, session, wsi, epoch, input)
        case nil: return 0
        }
    }

    private func handle(
        _ reason: lws_callback_reasons, _ dial: Dial, _ wsi: OpaquePointer, _ epoch: UInt,
        _ input: UnsafeRawBufferPointer
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_WSI_CREATE:
            dial.plan.connected()
            timerIsStale = true
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
            dial.plan.secured()
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
            return established(dial, wsi, epoch: epoch)
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR, LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_WSI_DESTROY:
            attemptFailed(
                dial, detail: String(decoding: input.prefix { $0 != 0 }, as: UTF8.self),
                status: Int(lws_http_client_http_response(wsi)))
        default:
            break
        }
        return 0
    }

    private func handle(
        _ reason: lws_callback_reasons, _ session: Session, _ wsi: OpaquePointer, _ epoch: UInt,
        _ input: UnsafeRawBufferPointer
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_CLIENT_RECEIVE:
            return receive(input, session, wsi, epoch)
        case LWS_CALLBACK_CLIENT_WRITEABLE:
            return writable(session, wsi)
        case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
            session.liveness.frameReceived()
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            let (code, reason) = Self.parseClose(input)
            session.peerClosed(code: code, reason: reason, until: .now + Self.peerCloseLimit)
            timerIsStale = true
        case LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_WSI_DESTROY:
            ended(session, epoch)
        default:
            break
        }
        return 0
    }

    /// Notes why a certificate was refused; the verdict stays OpenSSL's.
    func verified(_ wsi: OpaquePointer, store: UnsafeMutableRawPointer) {
        guard case .dialling(let dial) = links[UInt(bitPattern: lws_wsi_user(wsi))] else { return }
        dial.attempt?.verificationError = TLSContext.verificationError(store)
    }

    /// 1005 is "no code in the frame" (RFC 6455, 7.1.5).
    private static func parseClose(_ payload: UnsafeRawBufferPointer) -> (code: Int, reason: String) {
        guard payload.count >= 2 else { return (1005, "") }
        return (Int(payload[0]) << 8 | Int(payload[1]), String(decoding: payload.dropFirst(2), as: UTF8.self))
    }
}
