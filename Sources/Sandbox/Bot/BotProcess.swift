import Foundation
import Synchronization

/// The real bot, `trailwatch run --config DIR`, as a child process that does not outlive us.
///
/// Its directory is temporary: the files it was given, its state and its log.
public final class BotProcess: Sendable {
    public enum Log: Sendable {
        /// `bot.log` in the directory.
        case file
        /// Our own standard error.
        case standardError
    }

    /// How the bot ended.
    public struct Exit: Error, Sendable, Equatable, CustomStringConvertible {
        public var status: Int32
        public var wasSignal: Bool

        public var description: String { wasSignal ? "ended by signal \(status)" : "ended with status \(status)" }
    }

    public let executable: String
    public let directory: String
    public var logPath: String { directory + "/bot.log" }
    private let process: Mutex<Process>
    private let exits = Journal<Exit>()

    /// Starts the bot; throws where there is no such program. With the `directory` of a bot that ended, the new one has
    /// its state.
    public init(
        executable: String, sandbox: Sandbox, log: Log = .file, in directory: String? = nil,
        extraEnvironment: [String: String] = [:], extraArguments: [String] = []
    ) throws {
        let files = FileManager.default
        guard files.isExecutableFile(atPath: executable) else {
            throw SandboxMistake("There is no program \(executable). Build the bot first, or name it with --bot.")
        }
        self.executable = executable
        let fresh = files.temporaryDirectory.appending(path: "trailwatch-sandbox-\(UUID().uuidString)").path
        let directory = directory ?? fresh
        self.directory = directory
        let (config, state) = (directory + "/config", directory + "/state")
        for path in [config, state] { try files.createDirectory(atPath: path, withIntermediateDirectories: true) }
        _ = files.createFile(atPath: directory + "/bot.log", contents: nil)

        let setup = BotSetup(sandbox, state: state)
        try setup.write(to: config)
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = ["run", "--config", config] + extraArguments
        process.environment = setup.environment.merging(extraEnvironment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output =
            switch log {
            case .file: try FileHandle(forWritingTo: URL(filePath: directory + "/bot.log"))
            case .standardError: FileHandle.standardError
            }
        process.standardOutput = output
        process.standardError = output
        let lifeline = Lifeline()
        process.terminationHandler = { [exits] ended in
            lifeline.release()
            exits.append(Exit(status: ended.terminationStatus, wasSignal: ended.terminationReason == .uncaughtSignal))
        }
        try Self.withoutSignalMask {
            try process.run()
            do { try lifeline.tie(process) } catch {
                kill(process.processIdentifier, SIGKILL)
                throw error
            }
        }
        // Foundation keeps a process and its files for ever; the bot has its own copy.
        if case .file = log { try? output.close() }
        self.process = Mutex(process)
    }

    /// Dispatch's threads block most signals, and a child inherits that: it would never hear SIGTERM.
    private static func withoutSignalMask(_ body: () throws -> Void) rethrows {
        var (nothing, before) = (sigset_t(), sigset_t())
        sigemptyset(&nothing)
        pthread_sigmask(SIG_SETMASK, &nothing, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Waits for the end of the bot; nil when it still runs after `limit`.
    public func exit(within limit: Duration = .seconds(31_536_000)) async throws -> Exit? {
        try await exits.entry(at: 0, within: limit)
    }

    /// Asks the bot to end, and ends it after `grace`.
    @discardableResult public func stop(grace: Duration = .seconds(5)) async -> Exit? {
        // Not in the caller's task: a cancelled caller still has to end its child.
        await Task {
            signal(SIGTERM)
            if let exit = try? await exit(within: grace) { return exit }
            signal(SIGKILL)
            return try? await exit(within: .seconds(20))
        }.value
    }

    private func signal(_ number: Int32) {
        process.withLock { process in
            if process.isRunning { _ = kill(process.processIdentifier, number) }
        }
    }

    /// Asks the bot to read its configuration anew.
    public func hangUp() { signal(SIGHUP) }

    /// Has the bot tell what a crash would make it tell; it goes on, for nothing is really wrong.
    public func stumble() { signal(SIGILL) }

    /// Kills the bot the way a power cut would.
    @discardableResult public func crash() async -> Exit? {
        signal(SIGKILL)
        return try? await exit(within: .seconds(20))
    }

    /// The last lines of its log.
    public func lastLines(_ count: Int = 12) -> [String] {
        let log = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        return log.split(separator: "\n").suffix(count).map(String.init)
    }

    /// Removes the directory.
    public func clean() {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
