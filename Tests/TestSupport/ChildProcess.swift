import Foundation
import Synchronization

/// A program run beside the test, lent to a closure and ended afterwards by its process identifier.
public final class ChildProcess: Sendable {
    /// The program ended before it did what the test needs.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let processIdentifier: Int32
    private let isRunning = Mutex(true)
    private let lines: AsyncStream<String>
    private let exit: AsyncStream<Int32>

    /// Runs `command` (found in `PATH`); its standard error goes to the test's own. Its standard input stays open as
    /// long as it is lent: a program that reads the end knows that nobody needs it any more.
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
            let (command, output) = (command.joined(separator: " "), lines.joined(separator: "\n"))
            throw Failure(description: "\(command) ended with wait status \(status): \(output)")
        }
        return lines
    }

    /// The next line of its standard output; throws when it ended instead.
    public func line() async throws -> String {
        for await line in lines { return line }
        throw Failure(description: "the program ended without printing the line that was awaited")
    }

    private init(_ command: [String], environment: [String: String], capturesErrors: Bool = false) throws {
        let child = try spawn(command, environment: environment, capturesErrors: capturesErrors)
        let (lines, printed) = AsyncStream.makeStream(of: String.self)
        let (exit, exited) = AsyncStream.makeStream(of: Int32.self)
        self.processIdentifier = child.identifier
        self.lines = lines
        self.exit = exit
        Thread.detachNewThread {
            readLines(from: child.output) { printed.yield($0) }
            printed.finish()
        }
        Thread.detachNewThread { [self] in
            exited.yield(reap())
            exited.finish()
            close(child.input)
        }
    }

    /// Waits for the end. Until the last moment the identifier belongs to the dead, so that `end` kills nobody else.
    private func reap() -> Int32 {
        var information = siginfo_t()
        while waitid(P_PID, id_t(processIdentifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return isRunning.withLock { isRunning in
            isRunning = false
            var status: Int32 = 0
            waitpid(processIdentifier, &status, 0)
            return status
        }
    }

    private func exitStatus() async -> Int32 {
        for await status in exit { return status }
        return 0
    }

    private func end() async {
        isRunning.withLock { if $0 { _ = kill(processIdentifier, SIGKILL) } }
        _ = await exitStatus()
    }
}

/// Hands on each line of a pipe until its end, and closes it.
private func readLines(from pipe: Int32, _ line: (String) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var rest: [UInt8] = []
    while case let count = read(pipe, &buffer, buffer.count), count > 0 {
        rest += buffer[..<count]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeFirst(end + 1)
        }
    }
    close(pipe)
}
