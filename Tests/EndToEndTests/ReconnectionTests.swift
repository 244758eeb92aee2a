import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("The connection comes and goes", .serialized)
struct ReconnectionTests {
    /// A stage whose whole traffic with Slack passes a relay.
    private func withRelay(_ body: @Sendable (Stage, TCPRelay) async throws -> Void) async throws {
        try await Sandbox.run(SmallCompany.scenario(), timings: Stage.timings) { sandbox in
            let port = try #require(URL(string: sandbox.slackURL)?.port.flatMap { UInt16(exactly: $0) })
            try await TCPRelay.with(to: port) { relay in
                await sandbox.workspace.listen(on: relay.port)
                let url = await sandbox.workspace.apiURL
                try await Stage.run(in: sandbox, environment: ["SLACK_API_URL": url]) { try await body($0, relay) }
            }
        }
    }

    /// Each of the questions was answered, and none twice.
    private func expectAnswers(_ count: Int, _ stage: Stage, since mark: Int) async throws {
        let place = await stage.direct("dana")
        _ = try await stage.messages(count, since: mark) { $0.channel == place && $0.text == "pong" }
        _ = try await stage.ask("status", answer: "Accounts watched")
        #expect(stage.posted(since: mark, in: place).filter { $0.text == "pong" }.count == count)
    }

    @Test("Slack announces the end of a connection: a new one is there before, and everything is answered once")
    func announced() async throws {
        try await Stage.run { stage in
            let (mark, place) = (stage.mark, await stage.direct("dana"))
            try await stage.say("ping", in: place)
            await stage.workspace.disconnect(reason: "warning", grace: .seconds(1))
            try await stage.say("ping", in: place)
            try await stage.connected(since: mark)
            try await stage.say("ping", in: place)
            try await stage.occurrence("the end of the old connection", since: mark) {
                if case .disconnected = $0 { () } else { nil }
            }
            try await stage.say("ping", in: place)
            try await expectAnswers(4, stage, since: mark)
        }
    }

    @Test("The connection is reset: the bot comes back, and what was asked meanwhile is answered once")
    func reset() async throws {
        try await withRelay { stage, relay in
            for _ in 1...2 {
                let (mark, place) = (stage.mark, await stage.direct("dana"))
                // On its way while the connection breaks.
                try await stage.say("ping", in: place)
                relay.cut()
                try await stage.say("ping", in: place)
                try await stage.connected(since: mark)
                try await stage.say("ping", in: place)
                try await expectAnswers(3, stage, since: mark)
            }
        }
    }

    @Test("Slack has trouble while the bot reconnects: it asks again until it is let in")
    func troubled() async throws {
        try await Stage.run { stage in
            let mark = stage.mark
            await stage.workspace.fail(next: 1, of: "apps.connections.open", with: .status(503))
            await stage.workspace.fail(next: 1, of: "apps.connections.open", with: .error("internal_error"))
            await stage.workspace.fail(next: 1, of: "apps.connections.open", with: .rateLimited(1))
            await stage.workspace.dropConnections()
            try await stage.say("ping", in: await stage.direct("dana"))
            try await stage.connected(since: mark)
            try await expectAnswers(1, stage, since: mark)
        }
    }

    @Test("SIGTERM closes the connection with a handshake and ends with status 0")
    func terminated() async throws {
        try await withRelay { stage, relay in
            _ = try await stage.ask("ping", answer: "pong")
            let started = ContinuousClock.now
            let exit = await stage.bot.stop(grace: .seconds(30))
            #expect(exit == .init(status: 0, wasSignal: false))
            // The program allows itself ten.
            #expect(started.duration(to: .now) < .seconds(25))
            let socket = try #require(relay.received.first { $0.starts(with: Data("GET /link".utf8)) })
            #expect(Self.closeCode(socket) == 1000)
        }
    }

    @Test("SIGTERM during a scan that would not end gives it its ten seconds, and ends with status 0")
    func terminatedDuringScan() async throws {
        let slow = try SmallCompany.scenario()
        try await Stage.run(slow) { stage in
            try await stage.sandbox.estate.change(
                account: "222222222222",
                set: ["troubles": [["kind": "slow", "regions": ["eu-west-1"], "seconds": 120]]])
            let mark = stage.mark
            try await stage.say("scan all", in: await stage.direct("dana"))
            try await stage.occurrence("the scan's message", since: mark) {
                if case .posted(let message) = $0, message.isProvisional { () } else { nil }
            }
            let started = ContinuousClock.now
            #expect(await stage.bot.stop(grace: .seconds(30)) == .init(status: 0, wasSignal: false))
            #expect(started.duration(to: .now) < .seconds(25))
        }
    }

    /// The code of the masked close frame that ends what a client sent: https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1
    private static func closeCode(_ sent: Data) -> Int? {
        let frame = [UInt8](sent.suffix(8))
        guard frame.count == 8, frame[0] == 0x88, frame[1] == 0x82 else { return nil }
        return Int(frame[6] ^ frame[2]) << 8 | Int(frame[7] ^ frame[3])
    }
}
