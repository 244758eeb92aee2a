import Foundation
import Testing

@testable import Sandbox

/// One of the built programs, run to its end.
struct Program {
    /// How it ended, and what it printed.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Where the build put the programs: next to the tests.
    static func path(_ name: String) -> String {
        let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        return tests.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
    }

    /// Runs a program with these variables only; ends it when it takes longer than `limit`.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String], input: String = "",
        within limit: Duration = .seconds(60)
    ) async throws -> Outcome {
        let directory = FileManager.default.temporaryDirectory.appending(path: "trailwatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        // Files, not pipes: nobody has to read them while the program runs.
        let files = ["in", "out", "err"].map { directory.appending(path: $0) }
        for file in files { try Data((file == files[0] ? input : "").utf8).write(to: file) }

        let process = Process()
        process.executableURL = URL(filePath: path(name))
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let exits = Journal<Int32>()
        process.terminationHandler = { exits.append($0.terminationStatus) }
        try process.run()

        var status = try? await exits.entry(at: 0, within: limit)
        if status == nil {
            Testing.Issue.record("\(name) \(arguments.joined(separator: " ")) did not end within \(limit)")
            kill(process.processIdentifier, SIGKILL)
            status = try await exits.entry(at: 0, within: .seconds(20))
        }
        return Outcome(
            status: try #require(status), output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }
}
