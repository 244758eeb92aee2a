import ArgumentParser
import Foundation
import Sandbox

/// Starts a make-believe Slack, AWS and JIRA on loopback and the real bot in the middle of them.
@main
struct TrailwatchSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trailwatch-sandbox",
        abstract: "Try Trailwatch without a Slack workspace, an AWS account or a JIRA.",
        discussion: """
            On a terminal: type messages and read the answers, there or on the page whose address is printed. With \
            --say, or with lines on standard input, the conversation is printed and the program ends: 0 when everything \
            was answered, 1 otherwise.
            """)

    @Option(help: "A scenario file, or the name of one in config/sandbox.")
    var scenario = "incident"

    @Option(parsing: .singleValue, help: "Say this, wait for the whole answer, print it. Repeat for a conversation.")
    var say: [String] = []

    @Flag(help: "Serve the page, without a terminal as well, until interrupted. On a terminal it is served anyway.")
    var page = false

    @Option(help: "The page's port; another free one is taken where it is not to be had.")
    var port = PageServer.usualPort

    @Option(help: "The bot's program. Default: trailwatch, next to this one.")
    var bot: String?

    @Option(help: "How fast time passes: with 1440, a day takes a minute, and reminders and digests can be seen.")
    var speed = 1.0

    @Flag(help: "Show the bot's log on standard error.")
    var verbose = false

    func validate() throws {
        guard (1...100_000).contains(speed) else { throw ValidationError("--speed is a number from 1 to 100000.") }
        if page, !say.isEmpty {
            throw ValidationError("--say ends after its conversation, --page stays: choose one.")
        }
    }

    func run() async throws {
        Console.surviveClosedPipes()
        let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let executable = bot ?? URL(filePath: own).deletingLastPathComponent().appending(path: "trailwatch").path
        let scenario = try told { try Scenario.load(self.scenario, near: own) }
        let files = try pageFiles(near: own)
        let status = try await Sandbox.run(scenario, time: SandboxTime(speed: speed)) { sandbox in
            var server: PageServer?
            if let files { server = try await PageServer(sandbox, files: files, port: port) }
            let bot = try told {
                try BotProcess(executable: executable, sandbox: sandbox, log: verbose ? .standardError : .file)
            }
            let ending = try await Visit(sandbox: sandbox, bot: bot, page: server, conversation: conversation).run()
            await bot.stop()
            await server?.stop()
            return tell(ending, of: bot)
        }
        if status != 0 { throw ExitCode(status) }
    }

    /// On a terminal one can do without the page.
    private func pageFiles(near own: String) throws -> PageFiles? {
        switch conversation {
        case .script, .pipe: return nil
        case .page: return try told { try PageFiles(near: own) }
        case .terminal:
            do { return try PageFiles(near: own) } catch {
                Console.warn("trailwatch-sandbox: \(error)")
                return nil
            }
        }
    }

    private var conversation: Visit.Conversation {
        if !say.isEmpty { return .script(say) }
        if isatty(STDIN_FILENO) == 1 { return .terminal }
        return page ? .page : .pipe
    }

    /// A mistake in a file or an argument is one sentence, not a stack of them.
    private func told<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            Console.warn("trailwatch-sandbox: \(error)")
            throw ExitCode(1)
        }
    }

    /// Reports how it ended; the exit status.
    private func tell(_ ending: Visit.Ending, of bot: BotProcess) -> Int32 {
        switch ending {
        case .finished:
            bot.clean()
            return 0
        case .interrupted:
            bot.clean()
            // Leaving a terminal or a page is the usual way out; a script that was stopped did not do its work.
            return conversation.hasPage ? 0 : 1
        case .unread:
            bot.clean()
            return 1
        case .unanswered(let line): Console.warn("trailwatch-sandbox: no complete answer to \"\(line)\" within 30 s.")
        case .notConnected: Console.warn("trailwatch-sandbox: the bot did not connect within 30 s.")
        case .botEnded(let exit): Console.warn("trailwatch-sandbox: the bot \(exit).")
        }
        if !verbose {
            Console.warn("Its log is \(bot.logPath); the last lines:")
            for line in bot.lastLines() { Console.warn("  " + line) }
        }
        return 1
    }
}
