import FoundationEssentials
import Networking

/// The sandbox as a page for a browser on this machine.
public final class PageServer: Sendable {
    /// Where it is tried first.
    public static let usualPort: UInt16 = 8080

    /// The address to open.
    public let url: String
    /// Whether it has the port that was asked for: another program may have it.
    public let hasWantedPort: Bool
    private let server: LoopbackServer

    /// Returns once it listens.
    public init(_ sandbox: Sandbox, files: PageFiles, port: UInt16 = PageServer.usualPort) async throws {
        let desk = PageDesk(sandbox: sandbox, files: files)
        let handler: LoopbackServer.Handler = { await desk.serve($0) }
        let wanted = try? await LoopbackServer(port: port, handler)
        if let wanted { server = wanted } else { server = try await LoopbackServer(handler) }
        hasWantedPort = wanted != nil
        url = "http://127.0.0.1:\(server.port)"
    }

    /// Closes the port and every connection.
    public func stop() async { await server.stop() }
}

/// The page's HTML, CSS and JavaScript, read anew for each request: who changes them only has to load the page again.
public struct PageFiles: Sendable {
    private let directory: String

    /// The directory `config/sandbox/page` of this directory or of one above `origin`; throws a `SandboxMistake` where there
    /// is none.
    public init(near origin: String) throws {
        guard let index = Scenario.places(of: "page/index.html", near: origin).first(where: Self.isThere) else {
            throw SandboxMistake("The page's files, config/sandbox/page, are not to be found.")
        }
        directory = String(index.dropLast("/index.html".count))
    }

    private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// nil where there is no such file, or a name that leads elsewhere.
    func response(to path: String) -> ServedResponse? {
        let name = path == "/" ? "index.html" : String(path.dropFirst())
        guard let kind = Self.kinds[name.split(separator: ".").last.map(String.init) ?? ""],
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "." || $0 == "-") }),
            let content = try? Data(contentsOf: URL(filePath: directory + "/" + name))
        else { return nil }
        return ServedResponse(type: kind, headers: Self.headers, body: content)
    }

    private static let kinds = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
    ]

    /// Nothing from elsewhere, and no script but ours: what is shown was written by others.
    static let headers = [
        (name: "Content-Security-Policy", value: "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"),
        (name: "X-Content-Type-Options", value: "nosniff"), (name: "Cache-Control", value: "no-store"),
        (name: "Referrer-Policy", value: "no-referrer"),
    ]
}
