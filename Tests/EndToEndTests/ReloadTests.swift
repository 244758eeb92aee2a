import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Configuration taken up anew", .serialized)
struct ReloadTests {
    /// So that whoever connects next is the next life.
    private static let oneConnection: JSONValue = ["bot": ["configuration": ["slack": ["connections": 1]]]]

    private func write(_ text: String, _ stage: Stage, to name: String = "config.json") throws {
        try Data(text.utf8).write(to: URL(filePath: stage.bot.directory + "/config/" + name), options: .atomic)
    }

    private func config(_ stage: Stage) throws -> String {
        try String(contentsOfFile: stage.bot.directory + "/config/config.json", encoding: .utf8)
    }

    /// The message to the operators that contains these words.
    private func told(_ stage: Stage, since mark: Int, _ words: String) async throws -> PostedMessage {
        try await stage.message(since: mark, in: try await stage.channel("security"), containing: words)
    }

    @Test("A file that changes is taken up by itself; the accounts are those of the new one")
    func changed() async throws {
        try await Stage.run(SmallCompany.scenario(changing: Self.oneConnection)) { stage in
            _ = try await stage.ask("account payments name", answer: "payments (222222222222)")
            let mark = stage.mark
            try write(try config(stage).replacing(#""payments""#, with: #""wages""#), stage)
            try await stage.connected(since: mark)
            _ = try await stage.ask("account wages name", answer: "wages (222222222222)")
        }
    }

    @Test("A file that cannot be used is named to the operators, and the bot goes on with the one before")
    func broken() async throws {
        try await Stage.run(SmallCompany.scenario(changing: Self.oneConnection)) { stage in
            let good = try config(stage)
            let mark = stage.mark
            try write("{ \"aws\": nonsense }", stage)
            let complaint = try await told(stage, since: mark, "cannot be used")
            #expect(complaint.text.contains("config.json:1:10: "), "\(complaint.text)")
            _ = try await stage.ask("account payments name", answer: "payments (222222222222)")

            let mended = stage.mark
            try write(good.replacing(#""payments""#, with: #""wages""#), stage)
            _ = try await told(stage, since: mended, "can be used again")
            try await stage.connected(since: mended)
            _ = try await stage.ask("account wages name", answer: "wages (222222222222)")
        }
    }

    @Test("What only starting the bot shows is found before the one before is given up")
    func unstartable() async throws {
        let scenario = try SmallCompany.scenario(changing: ["bot": ["configuration": ["jira": ["enabled": false]]]])
        let without = ["JIRA_EMAIL": "", "JIRA_API_TOKEN": ""]
        try await Stage.run(scenario, environment: without) { stage in
            let mark = stage.mark
            let old = try JSONDecoder().decode(JSONValue.self, from: Data(try config(stage).utf8))
            let new = old.merged(with: ["jira": ["enabled": true]])
            try write(String(decoding: new.encoded, as: UTF8.self), stage)
            let complaint = try await told(stage, since: mark, "cannot be used")
            #expect(complaint.text.contains("JIRA_TOKEN is not set"), "\(complaint.text)")
            _ = try await stage.ask("ping", answer: "pong")
        }
    }

    @Test("SIGHUP has everything read anew, though no file has changed")
    func hangUp() async throws {
        try await Stage.run(SmallCompany.scenario(changing: Self.oneConnection)) { stage in
            let mark = stage.mark
            stage.bot.hangUp()
            try await stage.connected(since: mark)
            _ = try await stage.ask("ping", answer: "pong")
            #expect(
                stage.bot.lastLines(100).contains {
                    $0.contains("The configuration is taken up anew.") && $0.contains("SIGHUP")
                })
        }
    }

    /// Puts the files where Kubernetes has a ConfigMap's: behind a link to a directory that is replaced as a whole.
    private func mount(_ directory: String, _ edition: String, changing change: (String) -> String) throws {
        let files = FileManager.default
        let config = directory + "/config"
        let names = ["config.json", "whitelist.json", "ticket_owners.json"]
        try files.createDirectory(atPath: "\(config)/..\(edition)", withIntermediateDirectories: true)
        for name in names {
            let text = try String(contentsOfFile: "\(config)/\(name)", encoding: .utf8)
            try Data((name == "config.json" ? change(text) : text).utf8)
                .write(to: URL(filePath: "\(config)/..\(edition)/\(name)"))
        }
        try files.createSymbolicLink(atPath: "\(config)/..data_tmp", withDestinationPath: "..\(edition)")
        #expect(rename("\(config)/..data_tmp", "\(config)/..data") == 0)
        for name in names {
            let path = "\(config)/\(name)"
            if (try? files.destinationOfSymbolicLink(atPath: path)) != nil { continue }
            try files.removeItem(atPath: path)
            try files.createSymbolicLink(atPath: path, withDestinationPath: "..data/\(name)")
        }
    }

    @Test("A ConfigMap that is replaced behind its link is taken up by both replicas, a broken one by none")
    func configMap() async throws {
        try await MotoServer.with { moto in
            try await moto.run(ReplicaTests.makeTables)
            let onDynamoDB: JSONValue = ["bot": ["configuration": ["store": ["engine": "dynamodb"]]]]
            let scenario = try SmallCompany.scenario(changing: Self.oneConnection.merged(with: onDynamoDB))
            try await Sandbox.run(scenario, timings: Stage.timings) { sandbox in
                let environment = ["AWS_ENDPOINT_URL_DYNAMODB": moto.url]
                try await Stage.run(in: sandbox, environment: environment) { first in
                    try await Stage.run(in: sandbox, environment: environment) { second in
                        let bots = [first.bot, second.bot]
                        for bot in bots { try mount(bot.directory, "2026_1") { $0 } }
                        let mark = first.mark
                        for bot in bots {
                            try mount(bot.directory, "2026_2") { $0.replacing(#""payments""#, with: #""wages""#) }
                        }
                        _ = try await first.connections(2, since: mark)
                        for bot in bots {
                            #expect(
                                bot.lastLines(200).count { $0.contains("The configuration is taken up anew.") } == 1)
                        }
                        _ = try await first.ask("account wages name", answer: "wages (222222222222)")

                        let broken = first.mark
                        for bot in bots { try mount(bot.directory, "2026_3") { _ in "{" } }
                        for _ in bots { _ = try await told(first, since: broken, "cannot be used") }
                        _ = try await first.ask("account wages name", answer: "wages (222222222222)")
                    }
                }
            }
        }
    }
}
