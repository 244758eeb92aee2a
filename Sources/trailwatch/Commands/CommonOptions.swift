import ArgumentParser
import Glibc
import Logging

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The directory of config.json, whitelist.json and ticket_owners.json.")
    var config = "./config"

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "The least level that is logged: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")); also of a part, such as slack=debug. May be repeated.",
            valueName: "[part=]level"))
    var logLevels: [String] = []

    @Option(help: "How the log is written: json or plain. (default: plain on a terminal, else json)")
    var logFormat: LogFormat?

    func validate() throws {
        var levels = LogLevels(.info)
        for rule in logLevels where !levels.set(rule) {
            throw ValidationError("--log-level \(rule): no such level.")
        }
    }

    /// Logs go to standard error; a bot logs what it does, a command only what is wrong.
    @discardableResult
    func startLogging(from level: Logger.Level) -> Logger {
        var levels = LogLevels(level)
        for rule in logLevels { _ = levels.set(rule) }
        let format = logFormat ?? (isatty(STDERR_FILENO) == 1 ? .plain : .json)
        LoggingSystem.bootstrap(
            { [levels] in
                let console = LineLogHandler(label: $0, format: format, levels: levels, provider: $1)
                return JournalLogHandler(label: $0, console: console)
            }, metadataProvider: .request)
        return Logger(label: "trailwatch")
    }
}
