import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A Python with the official SDKs, as a second opinion on the doubles.
enum Python {
    /// Whether it can import the modules.
    static func has(_ modules: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProjectPython.path, "-c", "import \(modules)"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static let hasSlackSDK = has("slack_sdk, slack_bolt")
    static let hasBoto3 = has("boto3")

    /// Runs a script to its end; what it printed on standard output, and on standard error when it failed.
    static func run(_ script: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> String
    {
        try await start(script, arguments, environment: environment).finish()
    }

    static func start(
        _ script: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Running {
        try Running(script, arguments, environment)
    }

    /// A script that runs.
    final class Running: Sendable {
        private let exits = Journal<Int32>()
        private let output: String
        private let process: SendableProcess

        private struct SendableProcess: @unchecked Sendable {  // only terminated after it was started
            var process: Process
        }

        init(_ script: String, _ arguments: [String], _ environment: [String: String]) throws {
            output = FileManager.default.temporaryDirectory.appending(path: "python-\(UUID().uuidString)").path
            _ = FileManager.default.createFile(atPath: output, contents: nil)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [ProjectPython.path, "-c", script] + arguments
            process.environment = ["PATH": "/usr/bin:/bin", "NO_PROXY": "127.0.0.1"].merging(environment) { $1 }
            let file = try FileHandle(forWritingTo: URL(filePath: output))
            (process.standardOutput, process.standardError) = (file, file)
            process.standardInput = FileHandle.nullDevice
            process.terminationHandler = { [exits] in exits.append($0.terminationStatus) }
            try process.run()
            self.process = SendableProcess(process: process)
        }

        func finish() async throws -> String {
            let status = try await exits.entry(at: 0, within: .seconds(60))
            let text = try String(contentsOfFile: output, encoding: .utf8)
            #expect(status == 0, "\(text)")
            return text
        }

        deinit {
            // A child started from a Dispatch thread inherits its blocked signals and would never hear SIGTERM.
            if process.process.isRunning { kill(process.process.processIdentifier, SIGKILL) }
            try? FileManager.default.removeItem(atPath: output)
        }
    }
}
