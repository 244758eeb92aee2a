/// A TLS server on a free loopback port that hands the plain bytes on to another loopback port and back: it puts any
/// server of a test behind a certificate.
public struct TLSServer: Sendable {
    public let port: UInt16

    public static nonisolated(nonsending) func with<Result>(
        _ identity: TestCertificates.Identity, forwardingTo port: UInt16,
        _ body: nonisolated(nonsending) (TLSServer) async throws -> Result
    ) async throws -> Result {
        try await PythonScript.with(
            source: script, arguments: [identity.certificate, identity.key, String(port)]
        ) { process in
            let line = try await process.line()
            guard let port = UInt16(line) else { throw ChildProcess.Failure(description: "no port but \(line)") }
            return try await body(TLSServer(port: port))
        }
    }

    private static let script = """
        import asyncio, os, ssl, sys, threading

        certificate, key, port = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)

        async def pump(reader, writer):
            try:
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
                writer.close()
            except OSError:
                writer.transport.abort()

        async def serve(reader, writer):
            backend_reader, backend_writer = await asyncio.open_connection("127.0.0.1", int(port))
            await asyncio.gather(pump(reader, backend_writer), pump(backend_reader, writer))

        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
            print(server.sockets[0].getsockname()[1])
            await server.serve_forever()

        # Ends with the test that started it, whatever becomes of that.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        asyncio.run(main())
        """
}
