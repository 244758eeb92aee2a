import Foundation

/// microburst (https://github.com/pingedbrain/microburst), which injects failures as AWS words them, in front of another
/// server, on a free loopback port.
public struct MicroburstProxy: Sendable {
    /// To be used as `AWS_ENDPOINT_URL`.
    public let url: String

    /// How many requests came, and how many of them were made to fail.
    public struct Count: Sendable, Decodable {
        public var total: Int
        public var faulted: Int
    }

    private static let python = ProjectPython.own(".venv-microburst")

    public static var isInstalled: Bool { python != nil }

    /// Lends a proxy whose rules are the JSON of `rules`.
    public static nonisolated(nonsending) func with<Result>(
        upstream: String, rules: String, _ body: nonisolated(nonsending) (MicroburstProxy) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with([python ?? "python3", "-u", "-c", server, upstream, rules]) { process in
            try await body(MicroburstProxy(url: process.line()))
        }
    }

    public func count() async throws -> Count {
        struct Stats: Decodable { var requests: Count }
        let script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
        let lines = try await ChildProcess.output(of: ["python3", "-c", script, url + "/_microburst/stats"])
        return try JSONDecoder().decode(Stats.self, from: Data(lines.joined().utf8)).requests
    }

    private static let server = """
        import asyncio, json, os, sys, threading
        from aiohttp import web
        from microburst.app import make_app
        from microburst.core.pipeline import Microburst

        async def main():
            proxy = Microburst(sys.argv[1], rules=json.loads(sys.argv[2]), resign=False)
            runner = web.AppRunner(make_app(proxy))
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            print("http://127.0.0.1:%d" % site._server.sockets[0].getsockname()[1])
            await asyncio.Event().wait()

        # Ends with the test that started it, whatever becomes of that.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        asyncio.run(main())
        """
}
