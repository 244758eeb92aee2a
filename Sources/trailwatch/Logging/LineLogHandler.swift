import ChatOps
import FoundationEssentials
import Glibc
import Logging

/// Writes each event to standard error as one line, at once.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let part: Substring
    private let format: LogFormat

    init(label: String, format: LogFormat, levels: LogLevels, provider: Logger.MetadataProvider?) {
        part = Substring(label).trimmingProgram
        logLevel = levels.level(of: label)
        metadataProvider = provider
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        let line = format.line(event.level, part, event.message.description, all.mapValues(\.description), at: Date())
        Self.write(line + "\n")
    }

    /// One call for a line, so that lines of several threads do not mix.
    private static func write(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

extension Logger.MetadataProvider {
    /// The request that is being worked on.
    static let request = Logger.MetadataProvider { RequestID.current.map { ["request": "\($0)"] } ?? [:] }
}
