import Foundation
import TestSupport
import Testing

@Suite("The sandbox as a program", .serialized)
struct SandboxProgramTests {
    private func run(_ arguments: [String], input: String = "") async throws -> Program.Outcome {
        try await Program.run(
            "trailwatch-sandbox", arguments, environment: ["HOME": NSTemporaryDirectory()], input: input)
    }

    /// The positions of these texts, each looked for after the one before.
    private func expectInOrder(_ texts: [String], in output: String) {
        var rest = output[...]
        for text in texts {
            guard let found = rest.range(of: text) else {
                Testing.Issue.record("\"\(text)\" is not where it should be in:\n\(output)")
                return
            }
            rest = rest[found.upperBound...]
        }
    }

    @Test("--say holds a whole conversation: each line, then its complete answer")
    func say() async throws {
        let outcome = try await run([
            "--scenario", "quiet", "--say", "ping", "--say", "scan all", "--say", "@trailwatch isues", "--say",
            "/trailwatch account 222222222222 name",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        expectInOrder(
            [
                "dana › ping", "pong", "dana › scan all", "Scan of all accounts finished.", "dana › @trailwatch isues",
                "#security", "Did you mean", "dana › /trailwatch account", "payments-prod (222222222222)",
            ], in: outcome.output)
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test("Lines on standard input are a conversation, too, of several people")
    func pipe() async throws {
        let lines = [
            "scan account payments-test", "as alice", "scan account data-platform", "as bob", "ping", "as dana",
            "issues",
        ]
        let outcome = try await run([], input: lines.joined(separator: "\n") + "\n")
        #expect(outcome.status == 0, "\(outcome.errors)")
        expectInOrder(
            [
                "dana › scan account payments-test", "finished", "scan account data-platform", "finished", "pong",
                "issues",
            ],
            in: outcome.output)
    }

    @Test("A scenario that does not exist is a sentence and status 1")
    func unknownScenario() async throws {
        let outcome = try await run(["--scenario", "utopia", "--say", "ping"])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors
                == "trailwatch-sandbox: There is no scenario utopia, neither as a file nor in config/sandbox.\n")
    }

    @Test("A bot that ends early is told, with its last words")
    func failingBot() async throws {
        try await TemporaryDirectory.with { directory in
            let bot = try directory.write("#!/bin/sh\necho 'no luck today' >&2\nexit 4\n", to: "bot")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bot)
            let outcome = try await run(["--bot", bot, "--say", "ping"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("the bot ended with status 4"))
            #expect(outcome.errors.contains("no luck today"))
        }
    }
}
