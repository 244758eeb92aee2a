import class Foundation.FileHandle
import class Foundation.Process
import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL
import struct FoundationEssentials.UUID
import enum TestSupport.ProjectPython

/// A program run to its end, for checks that other tools do best.
struct ChildProcess {
    var status: Int32
    /// Standard output and standard error together.
    var output: String

    /// Looks the program up in PATH.
    static func run(_ program: String, _ arguments: [String]) async throws -> ChildProcess {
        let file = FileManager.default.temporaryDirectory.appending(path: "trailwatch-\(UUID().uuidString).out")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let handle = try FileHandle(forWritingTo: file)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                ended.resume(throwing: error)
            }
        }
        return ChildProcess(status: status, output: String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
}

/// The Python of the tests, for what it checks.
enum Python {
    static func run(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(ProjectPython.path, arguments)
    }

    static func has(_ module: String) async -> Bool {
        (try? await run("-c", "import \(module)"))?.status == 0
    }
}
