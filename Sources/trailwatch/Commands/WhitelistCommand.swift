import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import FoundationEssentials
import Logging

/// `trailwatch whitelist`: the accepted risks.
struct WhitelistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whitelist", abstract: "List, add, remove and export accepted risks.",
        subcommands: [List.self, Add.self, Remove.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List whitelist.json's entries and those added since.")

        @Flag(help: "Print one JSON document.")
        var json = false

        @OptionGroup var options: CommonOptions

        func run() async throws {
            _ = options.startLogging(from: .warning)
            try await starting {
                try await Ledger.lend(options) { ledger in
                    let entries = try await ledger.whitelist.current().entries
                    if json { return print(try JSON.text(entries.map { Row($0, ledger.playbook) })) }
                    guard !entries.isEmpty else { return print("The whitelist is empty.") }
                    let rows = entries.map { Row($0, ledger.playbook).cells }
                    print(Table(header: ["ACCOUNT", "REGIONS", "BY", "WHEN", "UNTIL", "WHY"], rows: rows).text)
                }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Accept the risk in an account's regions.")

        @Argument(help: "The account's id or name.")
        var account: String

        @Argument(help: "Regions, or * for all.")
        var regions: [String]

        @Option(help: "Why it is acceptable.")
        var because: String?

        @Option(
            help: "When it ends: 30d, 2026-12-31 (that day included) or 2026-12-31T18:00, in UTC; never when left out.")
        var until: String?

        @OptionGroup var options: CommonOptions

        func run() async throws {
            _ = options.startLogging(from: .warning)
            let scopes = try regions.scopes
            let end = try end
            try await starting {
                try await Ledger.lend(options) { ledger in
                    let account = try ledger.playbook.accountArgument(account)
                    let changed = try await ledger.whitelist.add(
                        account.id, scopes: scopes, by: "\(TerminalUser.name) (terminal)", reason: because, until: end)
                    print(
                        "Whitelisted: \(account.title) \(scopes.map(\.description).joined(separator: ", ")). Stored issues changed: \(changed.count)."
                    )
                }
            }
        }

        private var end: Date? {
            get throws {
                guard let until else { return nil }
                guard let date = Deadline(until)?.date(from: Date()), date > Date() else {
                    throw ValidationError("`\(until)` is no time to come; 30d and 2026-12-31 are how they look.")
                }
                return date
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an acceptance back.")

        @Argument(help: "The account's id or name.")
        var account: String

        @Argument(help: "Regions, or * for the entry of all.")
        var regions: [String]

        @OptionGroup var options: CommonOptions

        func run() async throws {
            _ = options.startLogging(from: .warning)
            let scopes = try regions.scopes
            try await starting {
                try await Ledger.lend(options) { ledger in
                    let account = try ledger.playbook.accountArgument(account)
                    let (removed, changed) = try await ledger.whitelist.remove(account.id, scopes: scopes)
                    if !removed.isEmpty {
                        print(
                            "No longer whitelisted: \(account.title) \(removed.map(\.description).joined(separator: ", ")). Stored issues changed: \(changed.count)."
                        )
                    }
                    let missing = scopes.filter { !removed.contains($0) }
                    if !missing.isEmpty {
                        throw StartFailure(
                            "no entry that was added from chat or here for \(missing.map(\.description).joined(separator: ", ")) of \(account.title); entries of whitelist.json are removed in that file"
                        )
                    }
                }
            }
        }
    }
}

/// The whitelist as a command works on it.
struct Ledger {
    let playbook: Playbook
    let store: any Store
    let whitelist: WhitelistBook

    private init(_ store: any Store, _ playbook: Playbook) {
        (self.store, self.playbook) = (store, playbook)
        let book = IssueBook(store: store, playbook: playbook, doorbell: Doorbell(), now: { Date() })
        whitelist = WhitelistBook(store: store, book: book, now: { Date() })
    }

    static func lend(_ options: CommonOptions, _ body: (Ledger) async throws -> Void) async throws {
        let environment = ProcessEnvironment()
        let files = try ConfigurationFiles.load(directory: options.config)
        let playbook = Playbook(files, AccountListFile(environment))
        try await StateStore(files.configuration, environment).lend { try await body(Ledger($0, playbook)) }
    }
}

extension [String] {
    fileprivate var scopes: [RegionScope] {
        get throws {
            try flatMap { $0.split(separator: ",") }.map { word in
                guard let scope = RegionScope(String(word)) else {
                    throw ValidationError("`\(word)` is neither * nor a region; they look like eu-west-1.")
                }
                return scope
            }
        }
    }
}

/// One entry as it is printed. Its keys are a promise to scripts.
private struct Row: Encodable {
    let account: String
    let region: String
    let by: String
    let at: Date?
    let until: Date?
    let reason: String?
    private let title: String

    private enum CodingKeys: String, CodingKey { case account, region, by, at, until, reason }

    init(_ entry: Whitelist.Entry, _ playbook: Playbook) {
        account = entry.account.rawValue
        title = playbook.account(entry.account).title
        region = entry.scope.description
        switch entry.origin {
        case .file: (by, at) = ("whitelist.json", nil)
        case .chat(let person, let date): (by, at) = (person, date)
        }
        (until, reason) = (entry.until, entry.reason)
    }

    var cells: [String] {
        [title, region, by, at?.formatted(.iso8601) ?? "", until?.formatted(.iso8601) ?? "", reason ?? ""]
    }
}
