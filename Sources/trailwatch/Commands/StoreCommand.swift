import AWS
import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import DynamoDBStore
import FoundationEssentials
import Logging
import SQLiteStore

/// `trailwatch store`: where state is kept.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Make DynamoDB's tables, and move between SQLite and DynamoDB.",
        subcommands: [Create.self, Copy.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make DynamoDB's tables where they are missing.",
            discussion: "They are paid by use, and can be restored to any second of the last 35 days.")

        @OptionGroup var options: CommonOptions

        func run() async throws {
            _ = options.startLogging(from: .warning)
            try await starting {
                try await Workshop.lend(options) { workshop in
                    let made = try await workshop.state.dynamoDB(workshop.access).create {
                        try await Task.sleep(for: .seconds(1))
                    }
                    print(made.isEmpty ? "Both tables are there already." : "Made: \(made.joined(separator: ", ")).")
                }
            }
        }
    }

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy all state from one store to the other.",
            discussion: """
                Stop the bot first, and change store.engine of config.json afterwards. Nothing is copied over issues that \
                are newer. A copy that broke off may be repeated.
                """)

        @Option(help: "Where the state is: sqlite or dynamodb.")
        var from: StoreSettings.Engine

        @Option(help: "Where it is to be.")
        var to: StoreSettings.Engine

        @OptionGroup var options: CommonOptions

        func validate() throws {
            if from == to { throw ValidationError("--from and --to are the same store.") }
        }

        func run() async throws {
            _ = options.startLogging(from: .warning)
            try await starting {
                try await Workshop.lend(options) { workshop in
                    guard from != .sqlite || workshop.state.hasDatabase else {
                        throw StartFailure("there is no database in the state directory to copy from")
                    }
                    let sqlite = try workshop.state.sqlite()
                    let dynamoDB = workshop.state.dynamoDB(workshop.access)
                    try await dynamoDB.check()
                    let copy =
                        to == .dynamoDB
                        ? StoreCopy(from: sqlite, to: dynamoDB) : StoreCopy(from: dynamoDB, to: sqlite)
                    let copied = try await copy.run(accounts: Set(workshop.playbook.accounts.map(\.id)))
                    print(
                        """
                        Copied: issues \(copied.issues), notices \(copied.notices), messages \(copied.threads), \
                        baselines \(copied.baselines), whitelist entries \(copied.whitelistEntries), scans \(copied.scans).
                        """)
                }
            }
        }
    }
}

extension StoreSettings.Engine: ExpressibleByArgument {}

/// What the commands about stores work with.
private struct Workshop {
    let state: StateStore
    let access: AWSAccess
    let playbook: Playbook

    static func lend(_ options: CommonOptions, _ body: (Workshop) async throws -> Void) async throws {
        let environment = ProcessEnvironment()
        let files = try ConfigurationFiles.load(directory: options.config)
        let connection = try AWSConnection(files.configuration, environment)
        defer { connection.http.shutdown() }
        try await body(
            Workshop(
                state: StateStore(files.configuration, environment), access: connection.access,
                playbook: Playbook(files, AccountListFile(environment))))
    }
}
