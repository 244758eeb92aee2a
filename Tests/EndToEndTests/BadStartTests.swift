import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Starts that cannot succeed", .serialized)
struct BadStartTests {
    /// A sandbox, and a directory with files and an environment that fit it.
    private func withSetup(
        _ body: (Sandbox, BotSetup, TemporaryDirectory) async throws -> Void
    ) async throws {
        try await Sandbox.run(SmallCompany.scenario()) { sandbox in
            try await TemporaryDirectory.with { directory in
                let setup = BotSetup(sandbox, state: directory.file("state"))
                try setup.write(to: directory.path)
                try await body(sandbox, setup, directory)
            }
        }
    }

    private func start(
        _ directory: TemporaryDirectory, _ environment: [String: String]
    ) async throws -> Program.Outcome {
        try await Program.run("trailwatch", ["run", "--config", directory.path], environment: environment)
    }

    /// Status 1 and nothing on standard output; the lines that are no log.
    private func complaint(_ outcome: Program.Outcome) -> [String] {
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        return Array(lines.drop { !$0.hasPrefix("trailwatch: ") })
    }

    @Test("A missing token is named in one sentence", arguments: ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"])
    func missingToken(name: String) async throws {
        try await withSetup { sandbox, setup, directory in
            var environment = setup.environment
            environment[name] = nil
            let lines = complaint(try await start(directory, environment))
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("trailwatch: \(name) is not set (nor \(name)_FILE): ") == true, "\(lines)")
            #expect(sandbox.workspace.journal.entries.isEmpty)
        }
    }

    @Test("An app token that Slack refuses ends the program with a sentence that says what to do")
    func refusedToken() async throws {
        try await withSetup { _, setup, directory in
            var environment = setup.environment
            environment["SLACK_APP_TOKEN"] = "xapp-1-wrong-and-secret"
            let outcome = try await start(directory, environment)
            let lines = complaint(outcome)
            #expect(
                lines == [
                    "trailwatch: Slack does not accept the app token: make a new app-level token with the scope "
                        + "connections:write and set SLACK_APP_TOKEN to it. (invalid_auth)"
                ])
            #expect(!outcome.errors.contains("xapp-1-wrong-and-secret"))
        }
    }

    @Test("A start that fails while the network is still being set up ends as orderly as any other", arguments: 1...8)
    func early(attempt: Int) async throws {
        try await withSetup { _, setup, directory in
            var environment = setup.environment
            environment["JIRA_EMAIL"] = nil
            let lines = complaint(try await start(directory, environment))
            #expect(lines.first?.hasPrefix("trailwatch: JIRA_TOKEN is not set") == true, "\(lines)")
            environment = setup.environment
            environment["SLACK_APP_TOKEN"] = "xapp-1-wrong"
            _ = complaint(try await start(directory, environment))
        }
    }

    @Test(
        "JIRA's credentials are named by what is missing or wrong of them",
        arguments: [
            (
                ["JIRA_EMAIL": "a@example.com"],
                "JIRA_API_TOKEN is not set (nor JIRA_API_TOKEN_FILE): it goes with JIRA_EMAIL"
            ),
            (["JIRA_USER": "bot"], "JIRA_PASSWORD is not set (nor JIRA_PASSWORD_FILE): it goes with JIRA_USER"),
            (
                ["JIRA_USER": "bot", "JIRA_PASSWORD_FILE": "/none"],
                "JIRA_PASSWORD_FILE names /none, which cannot be read"
            ),
            (
                [
                    "JIRA_OAUTH_CONSUMER_KEY": "k", "JIRA_OAUTH_ACCESS_TOKEN": "t",
                    "JIRA_OAUTH_PRIVATE_KEY_FILE": "/etc/hostname",
                ], "JIRA_OAUTH_PRIVATE_KEY cannot be used: it is no private key in PEM form."
            ),
        ] as [([String: String], String)])
    func jiraCredentials(_ variables: [String: String], _ sentence: String) async throws {
        try await withSetup { _, setup, directory in
            var environment = setup.environment
            environment["JIRA_EMAIL"] = nil
            environment["JIRA_API_TOKEN"] = nil
            let lines = complaint(try await start(directory, environment.merging(variables) { $1 }))
            #expect(lines == ["trailwatch: \(sentence)"])
        }
    }

    @Test("Tokens that were swapped are told apart")
    func swappedTokens() async throws {
        try await withSetup { _, setup, directory in
            var environment = setup.environment
            environment["SLACK_APP_TOKEN"] = setup.environment["SLACK_BOT_TOKEN"]
            let lines = complaint(try await start(directory, environment))
            #expect(lines.count == 1)
            #expect(lines.first?.contains("begins with xapp-") == true, "\(lines)")
        }
    }

    @Test("Without config.json the program says where it looked")
    func missingFile() async throws {
        try await withSetup { _, setup, directory in
            let path = directory.file("config.json")
            try FileManager.default.removeItem(atPath: path)
            let lines = complaint(try await start(directory, setup.environment))
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("trailwatch: \(path): no such file") == true, "\(lines)")
        }
    }

    @Test("A broken config.json is reported by line and column, all mistakes at once")
    func brokenFile() async throws {
        try await withSetup { _, setup, directory in
            try directory.write("{\n  \"aws\": { \"accounts\": [ }\n}\n", to: "config.json")
            let broken = complaint(try await start(directory, setup.environment))
            #expect(broken == ["trailwatch: config.json:2:26: expected a value, found }"])

            let mistakes = """
                {
                  "aws": { "role_name_identification": "role", "accounts": { "222222222222": "payments" } },
                  "slack": { "enabled": "maybe" },
                  "cloudtrails": { "interval": "soon" }
                }
                """
            try directory.write(mistakes, to: "config.json")
            let wrong = complaint(try await start(directory, setup.environment))
            #expect(wrong.count == 2)
            #expect(wrong.first == "trailwatch: config.json:3:25: expected true or false, found \"maybe\"")
            #expect(wrong.last?.hasPrefix("config.json:4:32: ") == true, "\(wrong)")
        }
    }

    @Test("Socket Mode that is switched off ends the program with a sentence")
    func linkDisabled() async throws {
        try await Sandbox.run(SmallCompany.scenario()) { sandbox in
            let bot = try BotProcess(executable: Program.path("trailwatch"), sandbox: sandbox)
            #expect(try await sandbox.workspace.connected(within: Stage.patience))
            await sandbox.workspace.disconnect(reason: "link_disabled")
            let exit = try await bot.exit(within: Stage.patience)
            #expect(exit == .init(status: 1, wasSignal: false))
            #expect(
                bot.lastLines(1).first?.hasPrefix("trailwatch: Slack says that Socket Mode is switched off") == true)
            await bot.stop()
            bot.clean()
        }
    }
}
