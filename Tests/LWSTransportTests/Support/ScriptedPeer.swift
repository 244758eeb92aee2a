import TestSupport
import Testing

/// A WebSocket server in Python whose every step a test writes down, so that it can also do what no good server does.
///
/// The script runs once for each connection with `peer` (see the helpers below) and tells the test what happened with
/// `report`. When the client goes, "gone" is reported and the script ends.
struct ScriptedPeer {
    let port: UInt16
    private let process: ChildProcess

    static nonisolated(nonsending) func with<Result>(
        _ script: String, on host: String = "127.0.0.1",
        _ body: nonisolated(nonsending) (ScriptedPeer) async throws -> Result
    ) async throws -> Result {
        let lines = script.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        return try await PythonScript.with(
            source: helpers + "\n\ndef script(peer):\n\(lines)\n\nserve('\(host)')\n"
        ) { process in
            let port = try #require(UInt16(try await process.line()))
            return try await body(ScriptedPeer(port: port, process: process))
        }
    }

    var url: String { "ws://127.0.0.1:\(port)/link/?ticket=1&app_id=A1" }

    /// The next thing the script reports.
    func report() async throws -> String {
        try await process.line()
    }

    private static let helpers = """
        import base64, hashlib, os, socket, struct, sys, threading, time, zlib

        TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

        class Gone(Exception):
            pass

        class Peer:
            def __init__(self, connection):
                self.connection, self.buffer = connection, b""

            def take(self, count):
                while len(self.buffer) < count:
                    self.more()
                taken, self.buffer = self.buffer[:count], self.buffer[count:]
                return taken

            def more(self):
                try:
                    data = self.connection.recv(65536)
                except OSError:
                    raise Gone
                if not data:
                    raise Gone
                self.buffer += data

            def raw(self, data):
                try:
                    self.connection.sendall(data)
                except OSError:
                    raise Gone

            def request(self):
                while b"\\r\\n\\r\\n" not in self.buffer:
                    self.more()
                head, _, self.buffer = self.buffer.partition(b"\\r\\n\\r\\n")
                return head.decode()

            def upgrade(self):
                lines = self.request().split("\\r\\n")
                key = [line for line in lines if line.startswith("Sec-WebSocket-Key: ")][0][19:]
                digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
                self.raw(("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
                    + "Sec-WebSocket-Accept: " + base64.b64encode(digest).decode() + "\\r\\n\\r\\n").encode())
                return lines[0].split()[1]

            def frame(self, opcode, payload=b"", fin=True):
                size = len(payload)
                length = bytes([size]) if size < 126 else (
                    b"\\x7e" + struct.pack("!H", size) if size < 65536 else b"\\x7f" + struct.pack("!Q", size))
                self.raw(bytes([opcode | (128 if fin else 0)]) + length + payload)

            def text(self, payload):
                self.frame(TEXT, payload.encode())

            def close(self, code, reason=""):
                self.frame(CLOSE, struct.pack("!H", code) + reason.encode())

            def receive(self):
                first, second = self.take(2)
                assert first & 128 and second & 128, "a client sends whole, masked frames"
                size = second & 127
                if size == 126: size = struct.unpack("!H", self.take(2))[0]
                elif size == 127: size = struct.unpack("!Q", self.take(8))[0]
                mask, payload = self.take(4), self.take(size)
                return first & 15, bytes(b ^ mask[i & 3] for i, b in enumerate(payload))

            def receive_text(self):
                while True:
                    opcode, payload = self.receive()
                    if opcode == PING: self.frame(PONG, payload)
                    if opcode == TEXT: return payload.decode()

            def ignore(self):
                while True: self.take(1)

            def reset(self):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

        def report(*words):
            print(*words, flush=True)

        def run(connection):
            try:
                script(Peer(connection))
            except Gone:
                report("gone")
            connection.close()

        def serve(host):
            listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
            report(listener.getsockname()[1])
            # Ends with the test that started it, whatever becomes of that.
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=run, args=(connection,), daemon=True).start()
        """
}
