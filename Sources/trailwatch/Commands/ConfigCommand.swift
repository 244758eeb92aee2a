import ArgumentParser
import ConfigurationFiles

/// `trailwatch config`: about the three files.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the reference of all keys.", subcommands: [Reference.self])

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print every key of the three files, as Markdown.")

        func run() { print(ConfigurationReference.markdown, terminator: "") }
    }
}
