import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Tokens that are replaced while the bot runs", .serialized)
struct RotationTests {
    @Test("New tokens in the files are used for the next call and the next connection; no log line holds one")
    func files() async throws {
        try await TemporaryDirectory.with { directory in
            let identity = Identity(teamName: "")
            try directory.write(identity.appToken + "\n", to: "app")
            try directory.write(identity.botToken + "\n", to: "bot")
            let environment = [
                "SLACK_APP_TOKEN": "", "SLACK_APP_TOKEN_FILE": directory.file("app"), "SLACK_BOT_TOKEN": "",
                "SLACK_BOT_TOKEN_FILE": directory.file("bot"),
            ]
            try await Stage.run(environment: environment) { stage in
                _ = try await stage.ask("ping", answer: "pong")
                try directory.write("xapp-2-rotated", to: "app")
                try directory.write("xoxb-2-rotated", to: "bot")
                await stage.workspace.rotateTokens(app: "xapp-2-rotated", bot: "xoxb-2-rotated")
                _ = try await stage.ask("ping", answer: "pong")

                let mark = stage.mark
                await stage.workspace.dropConnections()
                try await stage.connected(since: mark)
                _ = try await stage.ask("ping", answer: "pong")
                let log = try String(contentsOfFile: stage.bot.logPath, encoding: .utf8)
                #expect(log.contains("Credentials were replaced"))
                #expect(!log.contains("xoxb-") && !log.contains("xapp-"))
            }
        }
    }
}
