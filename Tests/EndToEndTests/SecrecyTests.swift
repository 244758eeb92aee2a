import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite("Secrets stay secret", .serialized)
struct SecrecyTests {
    private static func files(below directory: String) throws -> [(name: String, content: Data)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        return names.compactMap { name in
            guard name != "config/config.json",
                let content = FileManager.default.contents(atPath: "\(directory)/\(name)")
            else { return nil }
            return (name, content)
        }
    }

    @Test(
        "After a day of scans, tickets, doubts and refusals no secret is in the log, the state, the metrics or the chat"
    )
    func day() async throws {
        let scenario = try SmallCompany.scenario(changing: SmallCompany.scanning)
        // Whoever says only what is wrong says it with as many details as there are.
        let environment = [
            "TRAILWATCH_HEALTH_ADDRESS": "127.0.0.1:0", "TRAILWATCH_HEARTBEAT_URL": "http://127.0.0.1:9/marked-beat",
        ]
        try await Stage.run(scenario, environment: environment, arguments: ["--log-level", "trace"]) { stage in
            let mark = stage.mark
            for (words, answer) in [
                ("scan all", "regions"), ("issues", "disabled"), ("doctor", "trouble"), ("status", "Accounts watched"),
                ("ticket payments us-east-1", "Ticket"), ("audit", "ticket"), ("cloudtrails config", "Default owner"),
                ("account nobody name", "No account"),
            ] {
                _ = try await stage.ask(words, answer: answer)
            }
            await stage.workspace.fail(next: 2, of: "chat.postMessage", with: .error("internal_error"))
            await stage.workspace.fail(next: 1, of: "apps.connections.open", with: .error("internal_error"))
            await stage.workspace.dropConnections()
            try await stage.connected(since: mark)
            _ = try await stage.ask("ping", answer: "pong")

            let identity = stage.workspace.identity
            let secrets = [
                identity.appToken, identity.botToken, JiraDesk.token, AWSCaller.mainSecret, "marked-beat",
                Data("\(JiraDesk.email):\(JiraDesk.token)".utf8).base64EncodedString(),
            ]
            var places = try Self.files(below: stage.bot.directory)
            #expect(
                places.contains { $0.name == "state/trailwatch.sqlite" } && places.contains { $0.name == "bot.log" })
            let said = stage.workspace.journal.entries.map { "\($0)" }.joined(separator: "\n")
            places.append(("chat", Data(said.utf8)))
            for (name, content) in places {
                for secret in secrets {
                    #expect(content.range(of: Data(secret.utf8)) == nil, "a secret is in \(name)")
                }
            }
            // The log does tell what was done.
            #expect(stage.bot.lastLines(10_000).contains { $0.contains("cloudtrail:DescribeTrails") })
        }
    }
}
