import Foundation
import TestSupport
import Testing

/// The sandbox as a person with a browser meets it. Needs Debian's chromium and chromium-driver, and selenium in `.venv`:
/// `make test` installs them.
@Suite("The sandbox in a browser")
struct BrowserTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// Pictures of what was seen, kept for whoever wants to look.
    static let pictures = root.appending(path: ".build/browser").path

    static let hasBrowser = ["/usr/bin/chromium", "/usr/bin/chromedriver"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "Scan, alert, acknowledgement, form, ticket, refusal, Home, incident; light, dark and narrow; names, focus, contrast",
        .enabled(if: BrowserTests.hasBrowser, "Chromium and its driver are not installed"))
    func visit() async throws {
        let sandbox = [Program.path("trailwatch-sandbox"), "--page", "--port", "0"]
        try await ChildProcess.with(sandbox) { sandbox in
            let line = try await sandbox.line()
            let address = try #require(line.split(separator: " ").first { $0.hasPrefix("http://127.0.0.1:") })
            let script = Self.root.appending(path: "Tests/Browser/visit.py").path
            let seen = try await ChildProcess.output(of: [ProjectPython.path, script, String(address), Self.pictures])
            #expect(seen.last == "nothing on the console", "\(seen)")
            // It cleans up after itself when it is asked to end.
            kill(sandbox.processIdentifier, SIGTERM)
            while (try? await sandbox.line()) != nil {}
        }
    }
}
