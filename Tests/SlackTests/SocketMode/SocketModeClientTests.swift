import ChatOps
import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("The Socket Mode client", .timeLimit(.minutes(1)))
struct SocketModeClientTests {
    private static let opened = ScriptedHTTP.Reply.json(#"{"ok":true,"url":"wss://slack.test/link"}"#)

    private func client(
        _ socket: ScriptedWebSocket, open: [ScriptedHTTP.Reply] = [opened], bufferLimit: Int = 100,
        policy: ConnectionPolicy = ConnectionPolicy(), connections: Int = 1
    ) -> SocketModeClient {
        var policy = policy
        policy.connections = connections
        return SocketModeClient(
            appToken: Rotating(Secret("xapp-1")), http: ScriptedHTTP(["apps.connections.open": open]),
            webSocket: socket,
            apiURL: ScriptedHTTP.apiURL, bufferLimit: bufferLimit, policy: policy)
    }

    private func mention(_ number: Int) -> String {
        #"{"envelope_id":"e\#(number)","type":"events_api","payload":{"event_id":"Ev\#(number)","event":{"#
            + #""type":"app_mention","user":"U1","text":"<@UBOT> ping \#(number)","channel":"C1","ts":"1.1"},"#
            + #""authorizations":[{"user_id":"UBOT","is_bot":true}]}}"#
    }

    private func firstRequest(of client: SocketModeClient) async -> ChatRequest? {
        for await request in client.requests { return request }
        return nil
    }

    /// Runs a client beside the body, then cancels it and waits for its clean end.
    private func running(_ client: SocketModeClient, _ body: () async throws -> Void) async throws {
        let run = Task { try await client.run() }
        do { try await body() } catch {
            run.cancel()
            throw error
        }
        run.cancel()
        try await run.value
    }

    @Test("Mistake 13, slow acks: an envelope is acknowledged at once, while nobody takes its request yet")
    func request() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        try await running(client) {
            let peer = await socket.nextDial()
            #expect(peer.url == "wss://slack.test/link")
            peer.hello()
            #expect(peer.send(mention(1)) == #"{"envelope_id":"e1"}"#)
            let request = await firstRequest(of: client)
            #expect(request?.input == .text("ping 1"))
        }
    }

    @Test("Mistake 1, half-open sockets: every connection pings every 2 s and is given up after 5 s of silence")
    func liveness() async throws {
        let socket = ScriptedWebSocket()
        try await running(client(socket)) {
            let request = await socket.nextDial().request
            #expect(request.pingInterval == .seconds(2))
            #expect(request.silenceLimit == .seconds(5))
        }
    }

    @Test("Two connections: each acknowledges what came through it, and the loss of one leaves the other")
    func two() async throws {
        var policy = ConnectionPolicy()
        policy.spacing = Backoff(base: .milliseconds(1), limit: .milliseconds(1))
        let socket = ScriptedWebSocket()
        let client = client(socket, policy: policy, connections: 2)
        try await running(client) {
            let first = await socket.nextDial()
            first.hello()
            let second = await socket.nextDial()
            second.hello(connections: 2)
            #expect(first.send(mention(1)) == #"{"envelope_id":"e1"}"#)
            #expect(second.send(mention(2)) == #"{"envelope_id":"e2"}"#)
            first.close(.silence)
            #expect(second.send(mention(3)) == #"{"envelope_id":"e3"}"#)
            let third = await socket.nextDial()
            third.hello(connections: 2)
            #expect(!second.isClosed)
            var ids: [String] = []
            for await request in client.requests {
                ids.append(request.id)
                if ids.count == 3 { break }
            }
            #expect(ids == ["event:Ev1", "event:Ev2", "event:Ev3"])
        }
    }

    @Test("Changes of the workspace are no requests, and are told apart")
    func changes() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        try await running(client) {
            let peer = await socket.nextDial()
            peer.hello()
            let frame =
                #"{"envelope_id":"e","type":"events_api","payload":{"event":{"type":"channel_archive","channel":"C1"}}}"#
            #expect(peer.send(frame) == #"{"envelope_id":"e"}"#)
            for await change in client.changes {
                #expect(change == .channelGone("C1"))
                break
            }
        }
    }

    @Test("Cancelling closes the connection and ends the requests")
    func cancellation() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        let run = Task { try await client.run() }
        let peer = await socket.nextDial()
        peer.hello()
        run.cancel()
        try await run.value
        #expect(peer.isClosed)
        for await request in client.requests { Issue.record("unexpected \(request)") }
    }

    @Test("Mistake 12, redelivery for ever: what cannot be decoded is acknowledged and survived")
    func undecodable() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        try await running(client) {
            let peer = await socket.nextDial()
            peer.hello()
            #expect(
                peer.send(#"{"envelope_id":"bad","type":"slash_commands","payload":{"#) == #"{"envelope_id":"bad"}"#)
            #expect(peer.send(#"{"envelope_id":"new","type":"brand_new"}"#) == #"{"envelope_id":"new"}"#)
            #expect(peer.send("rubbish") == nil)
            #expect(peer.send(#"{"type":"hello","num_connections":"many"}"#) == nil)
            #expect(peer.send(mention(2)) == #"{"envelope_id":"e2"}"#)
            let request = await firstRequest(of: client)
            #expect(request?.id == "event:Ev2")
        }
    }

    @Test(
        "Mistake 13, slow acks: when too many requests wait, all are acknowledged, the first are kept and the rest is surplus"
    )
    func overflow() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket, bufferLimit: 2)
        try await running(client) {
            let peer = await socket.nextDial()
            peer.hello()
            for number in 1...5 { #expect(peer.send(mention(number)) == #"{"envelope_id":"e\#(number)"}"#) }
        }
        var ids: [String] = []
        for await request in client.requests { ids.append(request.id) }
        #expect(ids == ["event:Ev1", "event:Ev2"])
        var surplus: [String] = []
        for await request in client.surplus { surplus.append(request.id) }
        #expect(surplus == ["event:Ev3", "event:Ev4", "event:Ev5"])
    }

    @Test("On a warning the next connection is made before the old one ends")
    func makeBeforeBreak() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        try await running(client) {
            let old = await socket.nextDial()
            old.hello()
            old.send(#"{"type":"disconnect","reason":"warning"}"#)
            let new = await socket.nextDial()
            #expect(!old.isClosed)
            new.hello(connections: 2)
            #expect(old.send(mention(1)) == #"{"envelope_id":"e1"}"#, "the old one still serves")
            old.close(.byPeer(code: 1000, reason: ""))
            #expect(new.send(mention(2)) == #"{"envelope_id":"e2"}"#)
            #expect(!new.isClosed)
        }
    }

    @Test("A drained connection that Slack leaves open is closed by the client")
    func drain() async throws {
        var policy = ConnectionPolicy()
        policy.drainLimit = .milliseconds(1)
        let socket = ScriptedWebSocket()
        let client = client(socket, policy: policy)
        try await running(client) {
            let old = await socket.nextDial()
            old.hello()
            old.send(#"{"type":"disconnect","reason":"refresh_requested"}"#)
            let new = await socket.nextDial()
            new.hello()
            #expect(await old.closure() == .byUs)
            #expect(!new.isClosed)
        }
    }

    @Test("A lost connection is replaced")
    func lost() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        try await running(client) {
            let first = await socket.nextDial()
            first.hello()
            first.close(.silence)
            let second = await socket.nextDial()
            second.hello()
            #expect(second.send(mention(1)) == #"{"envelope_id":"e1"}"#)
        }
    }

    @Test("Failed opens and dials are repeated")
    func failures() async throws {
        var policy = ConnectionPolicy()
        policy.backoff = Backoff(base: .milliseconds(1), limit: .milliseconds(1))
        let socket = ScriptedWebSocket(failing: [TransportError(.upgradeRefused, "409", status: 409)])
        let client = client(
            socket,
            open: [
                .failure(TransportError(.connectionFailed, "refused")), .json("upstream trouble", status: 503),
                .json("no JSON"), Self.opened,
            ], policy: policy)
        try await running(client) {
            await socket.nextDial().hello()
        }
    }

    @Test("A refused app token ends it with a sentence")
    func refusedToken() async throws {
        let client = client(ScriptedWebSocket(), open: [.json(#"{"ok":false,"error":"invalid_auth"}"#)])
        await #expect(
            throws: SocketModeError(
                "Slack does not accept the app token: make a new app-level token with the scope connections:write and "
                    + "set SLACK_APP_TOKEN to it. (invalid_auth)")
        ) { try await client.run() }
        for await request in client.requests { Issue.record("unexpected \(request)") }
    }

    @Test("Socket Mode switched off ends it and closes the connection")
    func linkDisabled() async throws {
        let socket = ScriptedWebSocket()
        let client = client(socket)
        let run = Task { try await client.run() }
        let peer = await socket.nextDial()
        peer.hello()
        peer.send(#"{"type":"disconnect","reason":"link_disabled"}"#)
        await #expect(throws: SocketModeError.self) { try await run.value }
        #expect(peer.isClosed)
    }

    @Test("A connection whose hello does not come is closed, and the next one dialled")
    func noHello() async throws {
        var policy = ConnectionPolicy()
        policy.helloLimit = .milliseconds(20)
        policy.backoff = Backoff(base: .milliseconds(1), limit: .milliseconds(1))
        let socket = ScriptedWebSocket()
        let client = client(socket, policy: policy)
        try await running(client) {
            let silent = await socket.nextDial()
            let next = await socket.nextDial()
            #expect(await silent.closure() == .byUs)
            next.hello()
        }
    }
}
