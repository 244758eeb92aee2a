import ArgumentParser
import CloudTrailCore

/// `trailwatch catalogue`: what can be found, as Markdown.
struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "Print what can be found: when, what is at stake, and what would mend it.")

    func run() {
        print(Catalogue.markdown, terminator: "")
    }
}
