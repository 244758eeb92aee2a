import ChatOps
import ConfigurationFiles
import CurlTransport
import FoundationEssentials
import LWSTransport
import Logging
import Networking
import ServiceLifecycle

/// One life of the bot: from its files until it is told to stop, or to begin anew with others.
final class BotLife: Sendable {
    /// What lasts longer than one life.
    struct Frame: Sendable {
        let directory: String
        let environment: ProcessEnvironment
        let webSocket: LWSTransport
        let health: HealthService?
        let signals: Signals
        let log: Logger
    }

    let files: LoadedFiles
    /// Of the files, before they were read.
    let signature: FileWatch.Signature
    private let frame: Frame
    private let estate: Estate
    private let bot: Bot
    private let journals: Journals.Destination?

    /// Throws what keeps the bot from starting; nothing works yet.
    init(_ files: LoadedFiles, _ signature: FileWatch.Signature, _ frame: Frame) async throws {
        self.files = files
        self.signature = signature
        self.frame = frame
        let (environment, log) = (frame.environment, frame.log)
        estate = try Estate(files: files, environment: environment)
        journals = Journals.shared.open(files.configuration.logs, estate.access)
        do {
            let lookup = SecretLookup(estate.access, files.configuration)
            let complete = try await lookup.complete(environment)
            let store = try await StateStore(files.configuration, environment).open(estate.access)
            let context = BotContext(
                configuration: files.configuration, environment: complete, estate: estate, store: store,
                secrets: LiveSecrets(environment: environment, lookup: lookup, log: log.named("secrets")),
                time: try BotTime(environment), log: log)
            bot = try Bot(context, webSocket: frame.webSocket, health: frame.health) {
                [directory = frame.directory] in
                await Doctor(directory: directory, environment: environment).examine([])
            }
        } catch {
            await Journals.shared.failed(error, journals)
            estate.http.shutdown()
            throw error
        }
    }

    /// Works until it is told to stop; answers the next life, where there is one.
    func run() async throws -> BotLife? {
        defer { estate.http.shutdown() }
        let frame = frame
        let reload = ReloadService(
            directory: frame.directory, signals: frame.signals, life: self, log: frame.log.named("reload")
        ) { files in
            try await BotLife(files, FileWatch.Signature(directory: frame.directory), frame)
        }
        Journals.shared.begin(journals)
        do {
            try await journals.keeping { try await bot.run(frame.log, with: reload, under: frame.signals) }
        } catch {
            reload.next?.abandon()
            throw error
        }
        return reload.next
    }

    /// Of a life that is not going to be lived.
    private func abandon() { estate.http.shutdown() }

    /// Says something to the operators, where they can be reached.
    func tell(_ sentence: String) async { await bot.tell(sentence) }

    /// All lives, one after the other. The network's threads end before this returns, well or not: OpenSSL cleans up when the
    /// program exits, which must not meet a thread that still reads certificates.
    static func runAll(directory: String, environment: ProcessEnvironment, log: Logger) async throws {
        let signature = FileWatch.Signature(directory: directory)
        let files = try ConfigurationFiles.load(directory: directory)
        for note in files.notes { log.notice("\(note)") }
        let health = try HealthService(environment)
        // First of all, since its context takes a while to be made, and does so on its own thread.
        let webSocket = try LWSTransport(
            certificateFile: environment["SSL_CERT_FILE"], proxies: ProxyRules(environment: environment.variables))
        let frame = Frame(
            directory: directory, environment: environment, webSocket: webSocket, health: health, signals: Signals(),
            log: log)
        let listening = Task { await frame.signals.listen() }
        defer { listening.cancel() }
        do {
            var life: BotLife? = try await BotLife(files, signature, frame)
            while let present = life, !frame.signals.isStopping { life = try await present.run() }
            life?.abandon()
        } catch {
            await webSocket.shutdown()
            throw error
        }
        await webSocket.shutdown()
    }
}
