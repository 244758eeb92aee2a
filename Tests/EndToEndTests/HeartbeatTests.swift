import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite("The heartbeat", .serialized)
struct HeartbeatTests {
    /// A minute of theirs is a second of ours.
    private static let time = SandboxTime(speed: 60)
    private static let beating: JSONValue = [
        "bot": ["configuration": ["heartbeat": ["channel": "#security", "interval": "1m"]]]
    ]

    /// Lends a sandbox, and a switch that writes down each time its address is asked.
    private func run(
        _ patch: JSONValue, prepare: (Sandbox) async throws -> Void = { _ in },
        _ body: (Stage, Journal<String>) async throws -> Void
    ) async throws {
        let asked = Journal<String>()
        let server = try await LoopbackServer { request in
            asked.append(request.path)
            return .text(200, "ok")
        }
        do {
            let scenario = try SmallCompany.scenario(changing: Self.beating.merged(with: patch))
            try await Sandbox.run(scenario, timings: Stage.timings, time: Self.time) { sandbox in
                try await prepare(sandbox)
                let environment = ["TRAILWATCH_HEARTBEAT_URL": "http://127.0.0.1:\(server.port)/switch"]
                try await Stage.run(in: sandbox, environment: environment) { try await body($0, asked) }
            }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// That the switch hears nothing while two more beats say what is wrong.
    private func expectSilence(_ stage: Stage, _ asked: Journal<String>, _ words: String) async throws {
        let security = try await stage.channel("security")
        _ = try await stage.message(since: stage.mark, in: security, containing: "cannot do its work", words)
        let silence = asked.mark
        for _ in 0..<2 {
            _ = try await stage.message(since: stage.mark, in: security, containing: "cannot do its work", words)
        }
        #expect(asked.mark == silence)
    }

    @Test("At work, one message is kept up to date and the switch asked; cut off from Slack the switch hears nothing")
    func cutOff() async throws {
        try await run([:]) { stage, asked in
            let security = try await stage.channel("security")
            let first = try await stage.message(since: 0, in: security, containing: "Trailwatch is at work")
            #expect(try await asked.entry(at: 0, within: Stage.patience) == "/switch")
            let second = try await stage.message(since: stage.mark, in: security, containing: "Trailwatch is at work")
            #expect(second.ts == first.ts && second.edited != nil)

            await stage.workspace.fail(next: 1000, of: "apps.connections.open", with: .status(503))
            await stage.workspace.dropConnections()
            try await expectSilence(stage, asked, "there is no connection to Slack")

            let mark = (stage.mark, asked.mark)
            await stage.workspace.mend()
            try await stage.connected(since: mark.0)
            #expect(try await asked.entry(at: mark.1, within: Stage.patience) == "/switch")
        }
    }

    @Test("A scan that never ends stops the beats, though the bot answers")
    func stuck() async throws {
        let scanning = SmallCompany.scanning.merged(with: ["bot": ["interval": "1m"]])
        try await run(scanning) { sandbox in
            try await sandbox.estate.change(
                account: "444444444444",
                set: ["troubles": [["kind": "slow", "regions": ["eu-west-1", "us-east-1"], "seconds": 300]]])
        } _: { stage, asked in
            try await expectSilence(stage, asked, "there was none since the bot started")
            _ = try await stage.ask("ping", answer: "pong")
        }
    }
}
