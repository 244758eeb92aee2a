import Foundation

/// A program run beside the test, lent to a closure and ended afterwards by its process identifier.
public final class ChildProcess: Sendable {
    /// The program ended before it did what the test needs.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let processIdentifier: Int32
    private let lines: AsyncStream<String>
    private let exit: AsyncStream<Int32>

    /// Runs `command` (found in `PATH`); its standard error goes to the test's own.
    public static nonisolated(nonsending) func with<Result>(
        _ command: [String], environment: [String: String] = [:],
        _ body: nonisolated(nonsending) (ChildProcess) async throws -> Result
    ) async throws -> Result {
        let child = try ChildProcess(command, environment: environment)
        do {
            let result = try await body(child)
            await child.end()
            return result
        } catch {
            await child.end()
            throw error
        }
    }

    /// What `command` prints on both outputs, once it has ended well.
    @discardableResult
    public static func output(of command: [String]) async throws -> [String] {
        let child = try ChildProcess(command, environment: [:], capturesErrors: true)
        var lines: [String] = []
        for await line in child.lines { lines.append(line) }
        let status = await child.exitStatus()
        guard status == 0 else {
            throw Failure(
                description:
                    "\(command.joined(separator: " ")) ended with status \(status): \(lines.joined(separator: "\n"))")
        }
        return lines
    }

    /// The next line of its standard output; throws when it ended instead.
    public func line() async throws -> String {
        for await line in lines { return line }
        throw Failure(description: "the program ended without printing the line that was awaited")
    }

    private init(_ command: [String], environment: [String: String], capturesErrors: Bool = false) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Kept open as long as the test lives: a script that reads its end knows that nobody needs it any more.
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        if capturesErrors { process.standardError = output }
        let (exit, exited) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            exited.yield(process.terminationStatus)
            exited.finish()
            try? input.fileHandleForWriting.close()
        }
        try process.run()
        self.exit = exit
        self.lines = Self.lines(of: output)
        self.processIdentifier = process.processIdentifier
    }

    private func exitStatus() async -> Int32 {
        for await status in exit { return status }
        return 0
    }

    private func end() async {
        kill(processIdentifier, SIGKILL)
        _ = await exitStatus()
    }

    private static func lines(of pipe: Pipe) -> AsyncStream<String> {
        let (lines, sink) = AsyncStream.makeStream(of: String.self)
        Thread.detachNewThread {
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    sink.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            sink.finish()
        }
        return lines
    }
}
