import ConfigurationFiles
import Logging
import ServiceLifecycle
import Synchronization

/// Ends, and with it this life of the bot, when the next one is ready: at SIGHUP, or when the files have changed, if what they
/// say can be used. If it cannot, the operators are told, and the bot goes on as it is.
final class ReloadService: Service, CustomStringConvertible {
    static let interval = Duration.seconds(2)

    let description = "reload"
    private let directory: String
    private let signals: Signals
    private let life: BotLife
    private let prepare: @Sendable (LoadedFiles) async throws -> BotLife
    private let log: Logger
    private let successor = Mutex<BotLife?>(nil)

    init(
        directory: String, signals: Signals, life: BotLife, log: Logger,
        prepare: @escaping @Sendable (LoadedFiles) async throws -> BotLife
    ) {
        self.directory = directory
        self.signals = signals
        self.life = life
        self.log = log
        self.prepare = prepare
    }

    /// The life that follows, nil when the bot was told to stop.
    var next: BotLife? { successor.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.watch() }
    }

    private func watch() async {
        var watch = FileWatch(life.signature)
        var told: String?
        while !Task.isCancelled {
            let isAsked = await signals.hangUp(within: Self.interval)
            let isChanged = watch.look(FileWatch.Signature(directory: directory))
            guard isAsked || isChanged, !Task.isCancelled else { continue }
            do {
                let files = try ConfigurationFiles.load(directory: directory)
                // Secrets may be others though the files are not, so whoever asks gets a new life in any case.
                guard isAsked || files != life.files else { continue }
                let next = try await prepare(files)
                successor.withLock { $0 = next }
                log.notice("The configuration is taken up anew.", metadata: ["by": isAsked ? "SIGHUP" : "change"])
                if told != nil { await life.tell("The configuration can be used again, and is taken up.") }
                return
            } catch {
                let reason = StartFailure(explaining: error).message
                log.error("The configuration cannot be used; the one before stays.", metadata: ["reason": "\(reason)"])
                if told != reason { await life.tell(Self.complaint(reason)) }
                told = reason
            }
        }
    }

    private static func complaint(_ reason: String) -> String {
        let lines = reason.split(separator: "\n")
        let more = lines.count > 10 ? "\n… and \(lines.count - 10) more" : ""
        return "The changed configuration cannot be used, so I go on with the one before:\n"
            + lines.prefix(10).joined(separator: "\n") + more
    }
}
