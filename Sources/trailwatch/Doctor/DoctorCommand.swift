import ArgumentParser
import ChatOps
import Logging
import Slack

/// `trailwatch doctor`: what can be wrong, before it matters.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the files, Slack, AWS, the store and JIRA, and say what to do about what is wrong.",
        discussion: """
            Run it as the bot's user with the bot's environment. It changes nothing; a store is written to and put back. \
            Exit code 0: nothing is wrong; 1: something is.
            """)

    @Argument(help: "What to look at: \(Doctor.Area.allCases.map(\.rawValue).joined(separator: ", ")). (default: all)")
    var areas: [Doctor.Area] = []

    @Flag(help: "Print one JSON document: a list of checks.")
    var json = false

    @Flag(help: "Send one test message to every channel and person that alerts go to.")
    var sendTest = false

    @OptionGroup var options: CommonOptions

    func run() async throws {
        options.startLogging(from: .critical)
        let doctor = Doctor(
            directory: options.config, environment: ProcessEnvironment(), trial: sendTest ? .message : .none)
        let checks = await doctor.examine(Set(areas))
        print(json ? try JSON.text(checks) : checks.table)
        if checks.haveTrouble { throw Exit.couldNotStart }
    }
}

extension Doctor.Area: ExpressibleByArgument {}

extension [Check] {
    /// A line for each, and under it what to do.
    var table: String {
        let rows = Table(
            header: ["", "area", "check", "found"], rows: map { [$0.outcome.mark, $0.area, $0.name, $0.found] })
        var lines = rows.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, check) in enumerated().reversed() {
            if let remedy = check.remedy, check.outcome != .good { lines.insert("         → \(remedy)", at: index + 2) }
        }
        return (lines + ["", conclusion]).joined(separator: "\n")
    }

    private var conclusion: String {
        let (bad, doubtful) = (count { $0.outcome == .bad }, count { $0.outcome == .doubtful })
        if bad + doubtful == 0 { return "Nothing is wrong." }
        return "\(bad) wrong, \(doubtful) doubtful."
    }
}

extension Check.Outcome {
    var mark: String {
        switch self {
        case .good: "ok"
        case .doubtful: "doubt"
        case .bad: "WRONG"
        case .skipped: "skipped"
        }
    }
}
