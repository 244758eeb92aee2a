import CWebSockets
import FoundationEssentials

/// Hands frames to libwebsockets, which wants room before the payload and masks it in place.
/// One buffer serves all: what a socket does not take, libwebsockets copies.
struct FrameWriter: ~Copyable {
    private static let headroom = cws_headroom()
    private static let keptBytes = 64 << 10
    private var buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: FrameWriter.headroom + 4 << 10, alignment: 16)

    deinit {
        buffer.deallocate()
    }

    /// False when the connection is broken.
    mutating func write(_ frame: Outbox.Frame, to wsi: OpaquePointer) -> Bool {
        switch frame {
        case .ping:
            return lws_write(wsi, payload(0), 0, LWS_WRITE_PING) >= 0
        case .text(let text):
            let payload = payload(text.count)
            text.withUnsafeBytes { bytes in
                if let base = bytes.baseAddress {
                    payload.update(from: base.assumingMemoryBound(to: UInt8.self), count: bytes.count)
                }
            }
            defer { if buffer.count > Self.keptBytes { resize(to: Self.keptBytes) } }
            return lws_write(wsi, payload, text.count, LWS_WRITE_TEXT) >= 0
        }
    }

    private mutating func payload(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        if buffer.count < Self.headroom + count { resize(to: Self.headroom + count) }
        return (buffer.baseAddress! + Self.headroom).assumingMemoryBound(to: UInt8.self)
    }

    private mutating func resize(to count: Int) {
        buffer.deallocate()
        buffer = .allocate(byteCount: count, alignment: 16)
    }
}
