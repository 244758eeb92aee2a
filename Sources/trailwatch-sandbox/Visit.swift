import Foundation
import Sandbox

/// One stay in the sandbox: until the conversation ends, the bot does, or somebody interrupts.
struct Visit {
    enum Conversation: Sendable {
        case script([String])
        case pipe
        case terminal
        /// At the page only.
        case page

        var hasPage: Bool {
            switch self {
            case .terminal, .page: true
            case .script, .pipe: false
            }
        }
    }

    enum Ending: Sendable {
        case finished
        case unanswered(String)
        case notConnected
        case botEnded(BotProcess.Exit)
        case interrupted
        /// Standard output was closed.
        case unread
    }

    var sandbox: Sandbox
    var bot: BotProcess
    var page: PageServer?
    var conversation: Conversation

    func run() async throws -> Ending {
        let signals = Console.signals([SIGINT, SIGTERM, SIGHUP])
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            group.addTask {
                for await _ in signals { return .interrupted }
                return nil
            }
            group.addTask {
                for await _ in Console.reader {}
                return Task.isCancelled ? nil : .unread
            }
            group.addTask { try await bot.exit().map(Ending.botEnded) }
            group.addTask {
                try await announceChanges()
                return nil
            }
            group.addTask { try await converse() }
            defer { group.cancelAll() }
            while let ending = try await group.next() {
                if let ending { return ending }
            }
            return .finished
        }
    }

    private func converse() async throws -> Ending {
        if let page {
            let other = page.hasWantedPort ? "" : " (the port that was wanted is taken)"
            Console.print("The sandbox as a page: \(page.url)\(other)\n")
        }
        guard try await sandbox.workspace.connected(within: .seconds(30)) else { return .notConnected }
        await sandbox.estate.begin()
        let session = try await TerminalSession(
            sandbox.workspace, you: sandbox.scenario.you, channel: sandbox.scenario.channel, style: Console.style,
            out: Console.print)
        let outcome: TerminalSession.Outcome
        switch conversation {
        case .script(let lines):
            outcome = try await session.converse(
                AsyncStream { out in
                    for line in lines { out.yield(line) }
                    out.finish()
                })
        case .pipe: outcome = try await session.converse(Console.lines())
        case .terminal:
            Console.print(
                "\n\(sandbox.scenario.about)\n\(sandbox.scenario.team): \(sandbox.scenario.size), and a JIRA.\n")
            outcome = try await session.interact(Console.lines())
        case .page:
            // Until somebody interrupts.
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
        switch outcome {
        case .finished: return .finished
        case .unanswered(let line): return .unanswered(line)
        }
    }

    /// Tells what changes in the estate while one watches.
    private func announceChanges() async throws {
        var mark = 0
        while true {
            guard let event = try await sandbox.estate.journal.entry(at: mark, within: .seconds(3600)) else { continue }
            mark += 1
            if case .changed(let note) = event, !note.isEmpty { Console.warn("(meanwhile in AWS: \(note))") }
        }
    }
}
