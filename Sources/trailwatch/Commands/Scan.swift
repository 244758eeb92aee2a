import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import FoundationEssentials
import Logging

/// `trailwatch scan`: looks now, and prints what is wrong.
struct Scan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at one account or all of them now.",
        discussion: """
            Only looks, and compares with the store; --record also stores what is found and a bot that runs on the same store \
            tells the owners. Exit code: 0 all checked and nothing wrong, 2 something is wrong, 3 nothing wrong found but something unknown \
            (or not stored, with --record), 1 it could not start.
            """)

    @Argument(help: "An account's id or name, or `all`.")
    var account = "all"

    @Option(parsing: .upToNextOption, help: "Only these regions.")
    var regions: [String] = []

    @Flag(help: "Print one JSON document.")
    var json = false

    @Flag(help: "Store what is found, and notify.")
    var record = false

    @OptionGroup var options: CommonOptions

    func validate() throws {
        for name in regionNames where Region(name) == nil {
            throw ValidationError("`\(name)` is not a region; they look like eu-west-1.")
        }
    }

    /// Apart by spaces or by commas.
    private var regionNames: [String] { regions.flatMap { $0.split(separator: ",").map(String.init) } }

    func run() async throws {
        let log = options.startLogging(from: .warning)
        try await starting {
            let files = try ConfigurationFiles.load(directory: options.config)
            for note in files.notes { printError("trailwatch: \(note)") }
            let environment = ProcessEnvironment()
            let estate = try Estate(files: files, environment: environment)
            // Its thread must not meet OpenSSL's clean-up when the program exits.
            defer { estate.http.shutdown() }
            let playbook = estate.playbook
            // What is wrong with the arguments is said before AWS is asked, where the accounts are known without it.
            if !playbook.watched.isDiscovered { _ = try plan(playbook) }
            try await estate.checkCredentials()
            let doubt = await playbook.watched.refresh()
            let plan = try plan(playbook)
            let state = StateStore(files.configuration, environment)
            // Without a store there is nothing to compare with, and looking does not make one.
            let store = record || state.isThere ? try await state.open(estate.access) : nil
            CodePages.release()
            let scanner = Scanner(source: estate.source, baselines: store, now: { Date() })
            let desk = record ? store.map { Self.desk(scanner, $0, playbook, log) } : nil
            let scan = TerminalScan(
                scanner: scanner, plan: plan, doubt: account == "all" ? doubt : nil, playbook: playbook, store: store,
                desk: desk)
            let findings = try await Requester.$current.withValue(TerminalUser.name) {
                try await scan.run(detailed: json)
            }
            print(json ? try findings.document() : findings.table())
            for sentence in findings.troubles { printError("trailwatch: \(sentence)") }
            throw findings.exitCode
        }
    }

    private func plan(_ playbook: Playbook) throws(StartFailure) -> ScanPlan {
        var seen: Set<Region> = []
        let wanted = regionNames.compactMap(Region.init).filter { seen.insert($0).inserted }
        let regions: ScanPlan.Regions = wanted.isEmpty ? playbook.regions : .only(wanted)
        if account == "all" { return ScanPlan(accounts: playbook.accounts, regions: regions) }
        return ScanPlan(accounts: [try playbook.accountArgument(account)], regions: regions)
    }

    private static func desk(_ scanner: Scanner, _ store: any Store, _ playbook: Playbook, _ log: Logger) -> ScanDesk {
        let now: @Sendable () -> Date = { Date() }
        let book = IssueBook(store: store, playbook: playbook, doorbell: Doorbell(), now: now)
        return ScanDesk(scanner: scanner, book: book, baselines: store, now: now, log: log)
    }
}
