import ArgumentParser
import Logging

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The directory of config.json, whitelist.json and ticket_owners.json.")
    var config = "./config"

    @Option(help: "The least level that is logged: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).")
    var logLevel: Logger.Level?

    /// Logs go to standard error; a bot logs what it does, a command only what is wrong.
    func startLogging(from level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { label in
            JournalLogHandler(label: label, console: StreamLogHandler.standardError(label: label))
        }
        var log = Logger(label: "trailwatch")
        log.logLevel = logLevel ?? level
        return log
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
