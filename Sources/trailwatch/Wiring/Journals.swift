import AWS
import ChatOps
import ConfigurationFiles
import Logging
import Synchronization

/// Where the program's log lines go besides standard error: to CloudWatch Logs, once config.json said so. There is one, as there
/// is one `LoggingSystem`, which makes its handlers before the files are read.
final class Journals: Sendable {
    static let shared = Journals()

    /// Where the lines of one life of the bot go.
    struct Destination: Sendable {
        let shipper: LogShipper
        fileprivate let settings: LogSettings
    }

    private let destination = Mutex<Destination?>(nil)

    /// nil when it is off. The first there is takes the lines from now on: a start that fails is told there as well.
    func open(_ settings: LogSettings, _ access: AWSAccess) -> Destination? {
        guard settings.isEnabled else { return nil }
        let log = Logger(label: Self.own)
        let shipper = LogShipper(access, in: settings.region) { log.warning("\($0)") }
        let opened = Destination(shipper: shipper, settings: settings)
        destination.withLock { $0 = $0 ?? opened }
        return opened
    }

    /// From now on lines go there.
    func begin(_ destination: Destination?) { self.destination.withLock { $0 = destination } }

    /// Tells why a life does not begin, unless another still goes on and tells it.
    func failed(_ error: any Error, _ opened: Destination?) async {
        guard let opened, destination.withLock({ $0?.shipper === opened.shipper }) else { return }
        Logger(label: "trailwatch").critical(
            "The bot does not start.", metadata: ["reason": "\(StartFailure(explaining: error).message)"])
        await opened.shipper.finish(within: .seconds(3))
    }

    /// nil where a logger's lines stay here.
    fileprivate func handler(of label: String, level: Logger.Level) -> ShippingLogHandler? {
        guard label != Self.own, let destination = destination.withLock({ $0 }) else { return nil }
        let journal = Self.journal(of: label)
        let stream = LogStream(
            group: destination.settings.group(of: journal), name: destination.settings.stream(of: journal))
        return ShippingLogHandler(label: label, level: level, stream: stream, shipper: destination.shipper)
    }

    /// nil where a logger has no journal.
    fileprivate func level(of label: String) -> Logger.Level? {
        guard label != Self.own, destination.withLock({ $0 != nil }) else { return nil }
        return Self.journal(of: label) == .program ? .info : .debug
    }

    /// The shipper's own troubles must not be shipped.
    private static let own = "trailwatch.logs"

    private static func journal(of label: String) -> LogSettings.Journal {
        switch label {
        case "trailwatch.scan", "trailwatch.schedule", "trailwatch.accounts": .initiation
        case "trailwatch.scan.verdicts": .identification
        case "trailwatch.notices", "trailwatch.tickets", "trailwatch.reminders", "trailwatch.digests",
            "trailwatch.reports":
            .reporting
        case "trailwatch.issues": .remediation
        case "trailwatch.audit": .audit
        default: .program
        }
    }
}

/// Standard error, and one logger's journal besides, which is kept in full however little standard error tells.
struct JournalLogHandler: LogHandler {
    private let label: String
    private var console: any LogHandler

    init(label: String, console: any LogHandler) {
        self.label = label
        self.console = console
    }

    /// Meant for standard error where it is set.
    var logLevel: Logger.Level {
        get { min(console.logLevel, Journals.shared.level(of: label) ?? .critical) }
        set { console.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { console.metadata }
        set { console.metadata = newValue }
    }

    func log(event: LogEvent) {
        if console.logLevel <= event.level { console.log(event: event) }
        LogChannels.shared.offer(
            event.level, event.message.description, metadata.merging(event.metadata ?? [:]) { $1 })
        guard let level = Journals.shared.level(of: label), level <= event.level,
            var journal = Journals.shared.handler(of: label, level: level)
        else { return }
        journal.metadata = metadata
        journal.log(event: event)
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { console.metadataProvider }
        set { console.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { console[metadataKey: key] }
        set { console[metadataKey: key] = newValue }
    }
}

extension Journals.Destination? {
    /// Ships for as long as the work lasts, and then what is left, within three seconds.
    func keeping(_ work: () async throws -> Void) async throws {
        guard let shipper = self?.shipper else { return try await work() }
        let shipping = Task { await shipper.run() }
        func end() async {
            shipping.cancel()
            await shipping.value
            await shipper.finish(within: .seconds(3))
        }
        do { try await work() } catch {
            await end()
            throw error
        }
        await end()
    }
}
