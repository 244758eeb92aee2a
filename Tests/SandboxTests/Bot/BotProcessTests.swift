import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite struct BotProcessTests {
    /// Runs a shell script in the bot's place.
    private func withBot<Result: Sendable>(
        _ script: String, _ body: (Sandbox, BotProcess) async throws -> Result
    ) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "stub-\(UUID().uuidString).sh").path
        try Data("#!/bin/bash\n\(script)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await Sandbox.run(try ScenarioTests.shipped("incident")) { sandbox in
            let bot = try BotProcess(executable: path, sandbox: sandbox)
            defer { bot.clean() }
            return try await body(sandbox, bot)
        }
    }

    @Test("The bot gets its three files, addresses and tokens, and nothing else")
    func surroundings() async throws {
        try await withBot("echo \"$@\"; /usr/bin/env; ls \"$3\"") { sandbox, bot in
            let exit = try await bot.exit(within: .seconds(20))
            #expect(exit == .init(status: 0, wasSignal: false))
            let lines = bot.lastLines(50)
            #expect(lines.first == "run --config \(bot.directory)/config")
            #expect(lines.suffix(3) == ["config.json", "ticket_owners.json", "whitelist.json"])
            let names = Set(
                lines.filter { $0.contains("=") }.compactMap { $0.split(separator: "=").first.map(String.init) })
            #expect(
                names.subtracting(["PWD", "_", "SHLVL", "OLDPWD"]) == [
                    "SLACK_API_URL", "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "JIRA_EMAIL", "JIRA_API_TOKEN", "TRAILWATCH_STATE_DIR",
                    "HOME",
                ])
            #expect(lines.contains("SLACK_API_URL=\(sandbox.slackURL)"))
            #expect(lines.contains("AWS_ENDPOINT_URL=\(sandbox.awsURL)"))
        }
    }

    @Test("config.json has Hammer's keys and the scenario's values")
    func configuration() async throws {
        try await withBot("true") { sandbox, _ in
            let config = try #require(BotSetup(sandbox, state: "/s").files["config.json"])
            #expect(config["aws"]?["main_account_id"] == "111111111111")
            #expect(config["aws"]?["accounts"] == "organization")
            #expect(config["aws"]?["organization"] == ["interval": "30s"])
            #expect(config["aws"]?["regions"] == ["eu-central-1", "eu-west-1", "us-east-1"])
            #expect(config["cloudtrails"]?["ddb.table_name"] == "hammer-cloudtrails")
            #expect(config["cloudtrails"]?["interval"] == "30s")
            #expect(config["slack"]?["default_channel"] == "#security")
            #expect(config["jira"]?["server"]?.string == sandbox.jiraURL)
            #expect(config["roles"]?["approver"] == ["dana@example.com"])
        }
    }

    /// Calls the workspace, so that a test can wait for the script to have come this far.
    private static let ready = #"""
        port=${SLACK_API_URL#*127.0.0.1:}
        exec 3<>"/dev/tcp/127.0.0.1/${port%%/*}"
        printf 'POST /api/ready HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n' >&3
        while :; do sleep 0.05; done
        """#

    private func isReady(_ sandbox: Sandbox, since mark: Int = 0) async throws -> Bool {
        try await sandbox.workspace.journal.first(since: mark, within: .seconds(20)) { occurrence in
            if case .called("ready", _) = occurrence { true } else { nil }
        } ?? false
    }

    @Test("SIGTERM ends a bot that listens to it")
    func terminate() async throws {
        try await withBot("trap 'echo bye; exit 7' TERM\n\(Self.ready)") { sandbox, bot in
            let isReady = try await isReady(sandbox)
            #expect(isReady)
            #expect(await bot.stop(grace: .seconds(20)) == .init(status: 7, wasSignal: false))
            #expect(bot.lastLines() == ["bye"])
        }
    }

    @Test("SIGKILL ends one that does not")
    func kill() async throws {
        try await withBot("trap '' TERM\n\(Self.ready)") { sandbox, bot in
            let isReady = try await isReady(sandbox)
            #expect(isReady)
            #expect(await bot.stop(grace: .milliseconds(100)) == .init(status: 9, wasSignal: true))
        }
    }

    @Test("A bot that dies early leaves its status and its last words")
    func earlyDeath() async throws {
        try await withBot("echo 'config.json:3:16: no' >&2; exit 1") { _, bot in
            let exit = try await bot.exit(within: .seconds(20))
            #expect(exit?.description == "ended with status 1")
            #expect(bot.lastLines() == ["config.json:3:16: no"])
            #expect(await bot.stop() == exit)
        }
    }

    @Test("A bot that was killed can be started again where it was")
    func restart() async throws {
        let script = "ls \"$TRAILWATCH_STATE_DIR\"; touch \"$TRAILWATCH_STATE_DIR/issues\"\n\(Self.ready)"
        try await withBot(script) { sandbox, bot in
            _ = try await isReady(sandbox)
            let killed = await bot.crash()
            #expect(killed == .init(status: 9, wasSignal: true))
            let mark = sandbox.workspace.journal.mark
            let again = try BotProcess(executable: bot.executable, sandbox: sandbox, in: bot.directory)
            _ = try await isReady(sandbox, since: mark)
            #expect(again.lastLines() == ["issues"])
            await again.stop(grace: .milliseconds(100))
        }
    }

    @Test("A program that is not there is said in a sentence")
    func missing() async throws {
        let sandbox = try await Sandbox(try ScenarioTests.shipped("quiet"))
        #expect(throws: SandboxMistake.self) { _ = try BotProcess(executable: "/no/such/bot", sandbox: sandbox) }
        await sandbox.stop()
    }
}
