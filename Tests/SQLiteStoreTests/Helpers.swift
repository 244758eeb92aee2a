import Foundation

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    private let url = FileManager.default.temporaryDirectory.appending(path: "trailwatch-\(UUID().uuidString)")

    init() {
        try! FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> String { url.appending(path: name).path }
}

/// Another program at the same file.
enum Python {
    static let isInstalled = (try? run("import sqlite3", "")) != nil

    /// Returns when the script has ended, however it ended.
    static func run(_ script: String, _ argument: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, argument]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 || process.terminationReason == .uncaughtSignal else {
            throw CocoaError(.executableLoad)
        }
    }
}
