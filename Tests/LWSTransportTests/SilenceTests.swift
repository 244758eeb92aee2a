import FoundationEssentials
import LWSTransport
import Networking
import TestSupport
import Testing

extension ConnectionTests {
    @Suite("Silence")
    struct SilenceTests {
        @Test("Mistake 1, half-open sockets: a peer that answers nothing any more is dropped, though TCP stays open")
        func dropsSilentPeers() async throws {
            let script = """
                peer.upgrade()
                opcode, payload = peer.receive()
                report("pinged", opcode == PING)
                peer.ignore()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let request = WebSocketRequest.test(
                        peer.url, pingInterval: .milliseconds(100), silenceLimit: .milliseconds(400))
                    let connection = try await transport.connect(request, respond: echo)
                    #expect(await connection.closure() == .silence)
                    #expect(try await peer.report() == "pinged True")
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test(
            "Mistake 3, a read that blocks the reconnect: silence in the middle of a frame ends the connection at once")
        func dropsInsideAFrame() async throws {
            let script = """
                peer.upgrade()
                peer.raw(bytes([0x81, 100]) + b"half a fra")
                peer.ignore()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let request = WebSocketRequest.test(
                        peer.url, pingInterval: .milliseconds(100), silenceLimit: .milliseconds(400))
                    let connection = try await transport.connect(request, respond: echo)
                    #expect(await connection.closure() == .silence)
                    #expect(try await peer.report() == "gone", "the descriptor is closed, not only given up")
                }
            }
        }

        /// Each is quiet for longer than the limit, but for what its path names.
        private static let idlePeers = """
            path = peer.upgrade()
            if path == "/pongs":
                for _ in range(100):
                    opcode, payload = peer.receive()
                    assert opcode == PING
                    peer.frame(PONG, payload)
            elif path == "/pings":
                for _ in range(100):
                    peer.frame(PING)
                    time.sleep(0.02)
            elif path == "/slow":
                peer.raw(bytes([0x82, 100]))
                for _ in range(100):
                    peer.raw(b"x")
                    time.sleep(0.02)
            peer.text(path)
            report(peer.receive_text())
            """

        @Test(
            "Mistake 2, killing idle sockets: a peer that only pongs, only pings, or is slow with one frame is not dropped"
        )
        func keepsIdlePeers() async throws {
            try await ScriptedPeer.with(Self.idlePeers) { peer in
                try await withTransport { transport in
                    let paths = ["/pings", "/pongs", "/slow"]
                    for path in paths {
                        let request = WebSocketRequest.test(
                            "ws://127.0.0.1:\(peer.port)\(path)", pingInterval: .milliseconds(20),
                            silenceLimit: .milliseconds(1_500))
                        _ = try await transport.connect(request, respond: echo)
                    }
                    var heard: [String] = []
                    for _ in paths { heard.append(try await peer.report()) }
                    #expect(heard.sorted() == paths)
                }
            }
        }
    }
}
