import ArgumentParser

/// The program.
@main
struct Trailwatch: AsyncParsableCommand {
    static let version = Build.version

    static let configuration = CommandConfiguration(
        commandName: "trailwatch",
        abstract:
            "Finds AWS accounts and regions whose CloudTrail logging is off or broken, and lets people act from Slack.",
        version: version,
        subcommands: [
            Run.self, Scan.self, Issues.self, WhitelistCommand.self, StoreCommand.self, DoctorCommand.self,
            ProbeCommand.self,
            ConfigCommand.self,
            CatalogueCommand.self,
            Version.self,
        ])
}

/// `trailwatch version`.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version, and what it was built from.")

    func run() {
        print(Build.description)
    }
}
