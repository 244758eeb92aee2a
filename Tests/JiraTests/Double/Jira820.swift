import TestSupport

/// jira820 (https://pypi.org/project/jira820), a Data Center 8.20 that others wrote, on a free loopback port. It checks no
/// credentials, and knows neither createmeta's newer resources nor who may be assigned.
enum Jira820 {
    /// `screen` is what its transition to `Done` asks for; fields whose name ends in `?` are optional.
    static func with(screen: [String], _ body: (_ base: String) async throws -> Void) async throws {
        let command = [ProjectPython.path, "-u", "-c", server] + screen
        try await ChildProcess.with(command) { process in
            try await body(try await process.line())
        }
    }

    private static let server = """
        import os, socket, sys, threading, uvicorn
        from jira820.config import Config
        from jira820.server import make_app
        config = Config(project_key="SEC", seed="1", transition_screens={"Done": sys.argv[1:]})
        app = make_app(config=config)
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        print("http://127.0.0.1:%d" % listener.getsockname()[1])
        # Ends with the test that started it, whatever becomes of that.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
        """
}
