import CWebSockets
import FoundationEssentials
import Networking

/// Open connections.
extension EventLoop {
    func session(_ epoch: UInt) -> Session? {
        if case .open(let session) = links[epoch] { session } else { nil }
    }

    /// More than this waits only where the peer reads nothing and goes on asking.
    private static let maximumQueuedBytes = 32 << 20

    func flush(_ session: Session, _ epoch: UInt) {
        if !session.flush(with: &writer) {
            drop(session, epoch, .lost(TransportError(.connectionLost, "the connection broke while writing")))
        } else if session.outbox.count > Self.maximumQueuedBytes {
            drop(session, epoch, .lost(TransportError(.connectionLost, "the peer does not read what it is sent")))
        }
    }

    /// Ends a connection at once, without waiting for anything the peer might do.
    func drop(_ session: Session, _ epoch: UInt, _ closure: WebSocketClosure) {
        links[epoch] = nil
        Self.kill(session.wsi)
        session.connection.ended.fulfil(closure)
    }

    /// The only way that works while the peer is still sending; the descriptor is closed in the next round of the loop.
    static func kill(_ wsi: OpaquePointer) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC)
    }

    func receive(_ piece: UnsafeRawBufferPointer, _ session: Session, _ wsi: OpaquePointer, _ epoch: UInt) -> Int32 {
        session.liveness.frameReceived()
        if lws_frame_is_binary(wsi) != 0 { return 0 }
        let isLast = lws_is_final_fragment(wsi) != 0 && lws_remaining_packet_payload(wsi) == 0
        switch session.assembler.append(piece, isLast: isLast) {
        case .incomplete:
            return 0
        case .tooLarge:
            drop(
                session, epoch, .lost(TransportError(.responseTooLarge, "the peer sent a message over the size limit")))
            return 0
        case .message(let message):
            guard let answer = session.respond(message) else { return 0 }
            session.outbox.append(answer: answer)
            flush(session, epoch)
            return 0
        }
    }

    func writable(_ session: Session, _ wsi: OpaquePointer) -> Int32 {
        guard session.flush(with: &writer) else { return -1 }
        guard session.closeFrameDue() else { return 0 }
        lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, nil, 0)
        return -1
    }

    func ended(_ session: Session, _ epoch: UInt) {
        links[epoch] = nil
        let lost = TransportError(.connectionLost, "the connection ended without a close frame")
        session.connection.ended.fulfil(session.closure ?? .lost(lost))
    }
}
