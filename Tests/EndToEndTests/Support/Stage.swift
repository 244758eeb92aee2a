import Foundation
import Networking
import Testing

@testable import Sandbox

/// The bot at work in a sandbox, and the ways to speak with it.
struct Stage: Sendable {
    /// What was awaited did not happen.
    struct Silence: Error, CustomStringConvertible {
        var description: String
    }

    /// Generous: many tests share a small machine.
    static let patience = Duration.seconds(45)

    let sandbox: Sandbox
    let bot: BotProcess

    var workspace: Workspace { sandbox.workspace }
    /// A place in the workspace's history to look from.
    var mark: Int { workspace.journal.mark }

    /// Delays as they are, except that a lost event comes again soon and often.
    static var timings: WorkspaceTimings {
        var timings = WorkspaceTimings()
        timings.acknowledgement = .seconds(2)
        timings.retries = Array(repeating: .milliseconds(250), count: 200)
        // A busy machine is no reason for a form not to open.
        timings.trigger = 30
        return timings
    }

    /// Lends a stage whose bot is connected. Afterwards the bot has to end well when it is told to.
    static func run(
        _ scenario: Scenario? = nil, environment: [String: String] = [:], arguments: [String] = [],
        _ body: (Stage) async throws -> Void
    ) async throws {
        try await Sandbox.run(scenario ?? SmallCompany.scenario(), timings: timings) { sandbox in
            try await run(in: sandbox, environment: environment, arguments: arguments, body)
        }
    }

    /// The same in a sandbox that is there already; with the `directory` of an earlier bot, in its state.
    static func run(
        in sandbox: Sandbox, directory: String? = nil, environment: [String: String] = [:], arguments: [String] = [],
        _ body: (Stage) async throws -> Void
    ) async throws {
        let mark = sandbox.workspace.journal.mark
        let bot = try BotProcess(
            executable: Program.path("trailwatch"), sandbox: sandbox, in: directory, extraEnvironment: environment,
            extraArguments: arguments)
        let stage = Stage(sandbox: sandbox, bot: bot)
        do {
            try await stage.connected(since: mark)
            try await body(stage)
        } catch {
            await bot.stop()
            throw Silence(description: "\(error)\nThe bot's log:\n" + bot.lastLines(30).joined(separator: "\n"))
        }
        let exit = await bot.stop(grace: .seconds(20))
        #expect(exit == .init(status: 0, wasSignal: false), "\(bot.lastLines(30).joined(separator: "\n"))")
        bot.clean()
    }
}

// MARK: Places and people

extension Stage {
    static func person(_ handle: String) -> String { Scenario.userID(handle) }

    func channel(_ name: String) async throws -> String {
        try #require(await workspace.channel(named: name)).id
    }

    /// The direct messages of somebody and the bot.
    func direct(_ handle: String) async -> String {
        await workspace.directChannel(with: Self.person(handle)).id
    }

    @discardableResult func say(
        _ text: String, as person: String = "dana", in channel: String, thread: String? = nil
    ) async throws -> PostedMessage {
        try await workspace.say(text, as: Self.person(person), in: channel, thread: thread)
    }
}

// MARK: What happens

extension Stage {
    /// The first occurrence that matches, awaited.
    func occurrence<Match: Sendable>(
        _ what: String, since mark: Int, _ match: @escaping @Sendable (Occurrence) -> Match?
    ) async throws -> Match {
        let found = try await workspace.journal.first(since: mark, within: Self.patience, match)
        guard let found else { throw Silence(description: "\(what) did not come") }
        return found
    }

    func connected(since mark: Int) async throws {
        try await occurrence("a connection", since: mark) { if case .connected = $0 { () } else { nil } }
    }

    /// So many connections, of one bot or of several.
    func connections(_ count: Int, since mark: Int) async throws {
        var place = mark
        for _ in 0..<count {
            while true {
                guard let next = try await workspace.journal.entry(at: place, within: Self.patience) else {
                    throw Silence(description: "\(count) connections did not come")
                }
                place += 1
                if case .connected = next { break }
            }
        }
    }

    /// The bot's next message, new or edited, that is not going to be replaced.
    func message(
        since mark: Int, in channel: String, thread: String? = nil, containing words: String...
    ) async throws -> PostedMessage {
        let found = try await workspace.nextMessage(since: mark, in: channel, within: Self.patience) { message in
            !message.isProvisional && (thread ?? message.thread) == message.thread
                && words.allSatisfy(message.text.contains)
        }
        guard let found else { throw Silence(description: "no message with \(words) came in \(channel)") }
        return found
    }

    /// Says something in direct messages and waits for the answer.
    func ask(_ text: String, as person: String = "dana", answer words: String...) async throws -> PostedMessage {
        let (place, mark) = (await direct(person), mark)
        try await say(text, as: person, in: place)
        let found = try await workspace.nextMessage(since: mark, in: place, within: Self.patience) { message in
            !message.isProvisional && words.allSatisfy(message.text.contains)
        }
        guard let found else { throw Silence(description: "\(text) was not answered with \(words)") }
        return found
    }

    /// The bot's new messages, until there are `count` that match.
    func messages(
        _ count: Int, since mark: Int, where matches: (PostedMessage) -> Bool
    ) async throws -> [PostedMessage] {
        var (found, index): ([PostedMessage], Int) = ([], mark)
        while found.count < count {
            guard let next = try await workspace.journal.entry(at: index, within: Self.patience) else {
                throw Silence(description: "\(found.count) of \(count) messages came")
            }
            index += 1
            if case .posted(let message) = next, isOwn(message), matches(message) { found.append(message) }
        }
        return found
    }

    /// The bot's new messages that are there now.
    func posted(since mark: Int, in channel: String) -> [PostedMessage] {
        workspace.journal.entries.dropFirst(mark).compactMap { occurrence in
            guard case .posted(let message) = occurrence, isOwn(message), message.channel == channel else { return nil }
            return message
        }
    }

    private func isOwn(_ message: PostedMessage) -> Bool { message.author == workspace.identity.bot.id }
}
