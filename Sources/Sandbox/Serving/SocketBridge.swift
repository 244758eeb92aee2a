import FlyingFox
import FoundationEssentials

/// Carries frames between FlyingFox and a double; closes the connection when either side is done.
struct SocketBridge: WSHandler {
    var socket: ServedSocket

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        let (frames, output) = AsyncStream<WSFrame>.makeStream()
        let pump = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await receive(client, echo: output) }
                group.addTask { await send(to: output) }
                await group.next()
                group.cancelAll()
            }
            output.finish()
            await socket.ended()
        }
        output.onTermination = { _ in pump.cancel() }
        return frames
    }

    private func send(to output: AsyncStream<WSFrame>.Continuation) async {
        for await frame in socket.outgoing {
            output.yield(Self.encode(frame))
            if case .close = frame { return }
        }
    }

    /// Ends with the client's close frame, which is answered, or with its connection.
    private func receive(
        _ client: AsyncThrowingStream<WSFrame, any Error>, echo output: AsyncStream<WSFrame>.Continuation
    ) async {
        do {
            for try await frame in client {
                // Slack takes one whole text frame a message.
                guard frame.fin, let message = Self.decode(frame) else {
                    output.yield(.close(code: .unsupportedData))
                    return
                }
                await socket.received(message)
                if case .close = message {
                    output.yield(WSFrame(fin: true, opcode: .close, mask: nil, payload: frame.payload))
                    return
                }
            }
        } catch {
            // A broken connection ends like a closed one.
        }
    }

    private static func encode(_ frame: WireFrame) -> WSFrame {
        switch frame {
        case .text(let data): WSFrame(fin: true, opcode: .text, mask: nil, payload: data)
        case .ping(let data): WSFrame(fin: true, opcode: .ping, mask: nil, payload: data)
        case .pong(let data): WSFrame(fin: true, opcode: .pong, mask: nil, payload: data)
        case .close(let code, let reason): .close(code: WSCloseCode(UInt16(code), reason: reason))
        }
    }

    private static func decode(_ frame: WSFrame) -> WireFrame? {
        switch frame.opcode {
        case .text: .text(frame.payload)
        case .ping: .ping(frame.payload)
        case .pong: .pong(frame.payload)
        case .close:
            .close(
                code: frame.payload.count >= 2 ? Int(frame.payload[0]) << 8 | Int(frame.payload[1]) : 1005,
                reason: String(decoding: frame.payload.dropFirst(2), as: UTF8.self))
        default: nil
        }
    }
}
