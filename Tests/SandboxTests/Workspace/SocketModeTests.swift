import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite struct SocketModeTests {
    private static var quick: WorkspaceTimings {
        var timings = WorkspaceTimings()
        timings.acknowledgement = .milliseconds(20)
        timings.retries = [.zero, .zero]
        return timings
    }

    @Test("Hello tells the number of connections, and a ticket is good for one")
    func hello() async throws {
        let workspace = Workspace.sample()
        let first = try await TestApp(workspace, nil)
        let second = try await TestApp(workspace, nil)
        #expect(try await first.envelope("hello")?["num_connections"] == 1)
        #expect(try await second.envelope("hello")?["num_connections"] == 2)
        let url = await workspace.call("apps.connections.open")["url"]?.string ?? ""
        let ticket = String(url.split(separator: "=")[1].split(separator: "&")[0])
        #expect(await workspace.open(ticket: ticket) != nil)
        #expect(await workspace.open(ticket: ticket) == nil)
    }

    @Test("A mention reaches the app as typed, with the mention and entities in Slack's form")
    func mention() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace) { _ in nil }
        try await workspace.say("@trailwatch scan a<b & #ops", as: "U0ALICE", in: "C0OPS")
        let event = try #require(try await app.envelope("events_api")?["payload"]?["event"])
        #expect(event["type"] == "app_mention")
        #expect(event["text"] == "<@U0TRAILWATCH> scan a&lt;b &amp; <#C0OPS|ops>")
        #expect(event["channel"] == "C0OPS")
    }

    @Test("In direct messages the app hears everything, its own messages and edits included")
    func direct() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace) { _ in nil }
        let channel = await workspace.directChannel(with: "U0ALICE").id
        try await workspace.say("ping", as: "U0ALICE", in: channel)
        let posted = await workspace.call("chat.postMessage", ["channel": .string(channel), "text": "pong"])
        _ = await workspace.call("chat.update", ["channel": .string(channel), "ts": posted["ts"]!, "text": "pong!"])
        let changed = try await app.frame { $0["payload"]?["event"]?["subtype"] == "message_changed" }
        #expect(changed?["payload"]?["event"]?["message"]?["text"] == "pong!")
        let events = app.frames.entries.compactMap { $0["payload"]?["event"] }
        #expect(events.map { $0["channel_type"] } == ["im", "im", "im"])
        #expect(events.map { $0["bot_id"]?.string } == [nil, "B0TRAILWATCH", nil])
    }

    @Test("An event without acknowledgement is sent again under a new envelope id, then given up")
    func retries() async throws {
        let workspace = Workspace.sample(timings: Self.quick)
        let app = try await TestApp(workspace, nil)
        try await workspace.say("@trailwatch ping", as: "U0ALICE", in: "C0OPS")
        let third = try await app.frame { $0["retry_attempt"] == 2 }
        #expect(third?["retry_reason"] == "timeout")
        let envelopes = app.frames.entries.filter { $0["type"] == "events_api" }
        #expect(Set(envelopes.compactMap { $0["envelope_id"]?.string }).count == 3)
        #expect(Set(envelopes.compactMap { $0["payload"]?["event_id"]?.string }).count == 1)
    }

    @Test("An acknowledgement ends the retries")
    func acknowledged() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace) { _ in nil }
        try await workspace.say("@trailwatch ping", as: "U0ALICE", in: "C0OPS")
        let record = try await workspace.journal.first(within: .seconds(20)) { occurrence in
            if case .acknowledged(let record) = occurrence { record } else { nil }
        }
        #expect(record?.attempt == 0)
        #expect(app.frames.entries.filter { $0["type"] == "events_api" }.count == 1)
    }

    @Test("A slash command or click that nobody acknowledges fails for its person, and is not sent again")
    func lost() async throws {
        let workspace = Workspace.sample(timings: Self.quick)
        try await workspace.command("ping", as: "U0ALICE", in: "C0OPS")
        let text = "/trailwatch failed with the error \"dispatch_failed\""
        #expect(workspace.journal.entries.last == .failed(to: "U0ALICE", channel: "C0OPS", text: text))
        let app = try await TestApp(workspace, nil)
        try await workspace.command("ping", as: "U0ALICE", in: "C0OPS")
        let failure = try await workspace.journal.first(since: workspace.journal.mark, within: .seconds(20)) {
            if case .failed(_, _, let text) = $0 { text } else { nil }
        }
        #expect(failure == "/trailwatch failed with the error \"operation_timeout\"")
        #expect(app.frames.entries.filter { $0["type"] == "slash_commands" }.count == 1)
    }

    @Test("A slash command may be answered in its acknowledgement, for its person only")
    func slash() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace) { envelope in
            envelope["accepts_response_payload"] == true ? ["text": "pong"] : nil
        }
        try await workspace.command("ping", as: "U0ALICE", in: "C0VAULT")
        let answer = try await workspace.nextMessage(in: "C0VAULT")
        #expect(answer?.text == "pong")
        #expect(answer?.audience == "U0ALICE")
        let payload = try await app.envelope("slash_commands")?["payload"]
        #expect(payload?["channel_name"] == "privategroup")
        #expect(payload?["command"] == "/trailwatch")
    }

    @Test("A frame over 20,480 bytes closes the socket with 1009")
    func oversized() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace, nil)
        await app.socket.received(.text(Data(repeating: 0x20, count: 20_481)))
        #expect(
            try await app.controls.entry(at: 0, within: .seconds(20)) == .close(code: 1009, reason: "Message Too Big"))
        #expect(await workspace.connections.all.isEmpty)
    }

    @Test("The eleventh connection is told that there are too many")
    func tooMany() async throws {
        let workspace = Workspace.sample()
        var apps: [TestApp] = []
        for _ in 0..<11 { apps.append(try await TestApp(workspace, nil)) }
        #expect(try await apps[10].envelope("disconnect")?["reason"] == "too_many_websockets")
        #expect(await workspace.connections.all.count == 10)
    }

    @Test("Pings are answered, and a refresh is announced before the connection goes")
    func control() async throws {
        let workspace = Workspace.sample()
        let app = try await TestApp(workspace, nil)
        await app.socket.received(.ping(Data("x".utf8)))
        #expect(try await app.controls.entry(at: 0, within: .seconds(20)) == .pong(Data("x".utf8)))
        await workspace.disconnect(reason: "refresh_requested")
        #expect(try await app.envelope("disconnect")?["reason"] == "refresh_requested")
        #expect(try await app.controls.entry(at: 1, within: .seconds(20)) == .close(code: 1000, reason: ""))
        #expect(workspace.journal.entries.last == .disconnected(1))
    }
}
