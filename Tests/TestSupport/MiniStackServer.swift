import Foundation

/// ministack (https://pypi.org/project/ministack), another AWS that others wrote, on a free loopback port. An access key of twelve
/// digits is a user of that account, who may do everything.
public struct MiniStackServer: Sendable {
    /// To be used as `AWS_ENDPOINT_URL`.
    public let url: String

    private static let python = ProjectPython.own(".venv-ministack")

    public static var isInstalled: Bool { python != nil }

    /// Lends a server to `body`; it is ended afterwards.
    public static nonisolated(nonsending) func with<Result>(
        _ body: nonisolated(nonsending) (MiniStackServer) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with([python ?? "python3", "-u", "-c", server]) { process in
            let line = try await process.line()
            guard line.hasPrefix("http://") else { throw ChildProcess.Failure(description: line) }
            return try await body(MiniStackServer(url: line))
        }
    }

    private static let server = """
        import asyncio, os, socket, sys, threading
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        os.environ.update(GATEWAY_PORT=port, BIND_HOST="127.0.0.1", LOG_LEVEL="CRITICAL",
                          SERVICES="cloudtrail,sts,ec2,s3,iam")
        from hypercorn.asyncio import serve
        from hypercorn.config import Config
        from ministack.app import app

        config = Config()
        config.bind = ["fd://%d" % listener.fileno()]
        print("http://127.0.0.1:" + port)
        # Ends with the test that started it, whatever becomes of that.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        asyncio.run(serve(app, config))
        """
}
