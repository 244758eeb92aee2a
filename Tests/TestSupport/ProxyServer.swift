/// An HTTP proxy on a free loopback port, which tells what it was asked for.
public struct ProxyServer: Sendable {
    public let port: UInt16
    private let process: ChildProcess

    /// - Parameter refusal: a status line that answers every `CONNECT`.
    public static nonisolated(nonsending) func with<Result>(
        refusal: String = "", _ body: nonisolated(nonsending) (ProxyServer) async throws -> Result
    ) async throws -> Result {
        try await PythonScript.with(source: script, arguments: [refusal]) { process in
            let line = try await process.line()
            guard let port = UInt16(line) else { throw ChildProcess.Failure(description: "no port but \(line)") }
            return try await body(ProxyServer(port: port, process: process))
        }
    }

    /// The next request's first line, and then its `Proxy-Authorization`, "none" without one.
    public func report() async throws -> String {
        try await process.line()
    }

    private static let script = """
        import asyncio, os, sys, threading
        refusal = sys.argv[1]

        async def pump(reader, writer):
            try:
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
                writer.close()
            except OSError:
                writer.transport.abort()

        async def serve(reader, writer):
            head = (await reader.readuntil(b"\\r\\n\\r\\n")).decode().split("\\r\\n")
            print(head[0])
            print(next((line.split(": ", 1)[1] for line in head if line.lower().startswith("proxy-authorization")), "none"))
            method, target = head[0].split()[:2]
            if method != "CONNECT":
                writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nby proxy!")
                return await writer.drain()
            if refusal:
                writer.write(f"HTTP/1.1 {refusal}\\r\\nContent-Length: 0\\r\\n\\r\\n".encode())
                return await writer.drain()
            host, port = target.rsplit(":", 1)
            backend_reader, backend_writer = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 200 Connection established\\r\\n\\r\\n")
            await asyncio.gather(pump(reader, backend_writer), pump(backend_reader, writer))

        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1])
            await server.serve_forever()

        # Ends with the test that started it, whatever becomes of that.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        asyncio.run(main())
        """
}
