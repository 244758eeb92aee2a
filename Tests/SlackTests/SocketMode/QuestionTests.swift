import ChatOps
import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import Slack

/// Answers as it was told to, or never.
private struct ScriptedAssistant: FormAssistant {
    var choices: [FormChoice] = []
    var problems: [String: String] = [:]
    var isSilent = false

    func choices(
        for field: String, matching typed: String, by person: PersonID, in conversation: Conversation
    ) async -> [FormChoice] {
        await wait()
        return choices.filter { field == "account" && $0.label.hasPrefix(typed) && person.rawValue == "U1" }
    }

    func problems(with submission: FormSubmission, by person: PersonID) async -> [String: String] {
        await wait()
        return problems
    }

    private func wait() async {
        if isSilent { try? await Task.sleep(for: .seconds(3600)) }
    }
}

@Suite("What acknowledgements carry", .timeLimit(.minutes(1)))
struct QuestionTests {
    private static let place = AccountRegion(AccountID("111111111111")!, Region("eu-west-1")!)
    private static let empty = #"{"envelope_id":"e1"}"#

    private func suggestion(_ typed: String, accepts: Bool = true) -> String {
        #"{"envelope_id":"e1","type":"interactive","accepts_response_payload":\#(accepts),"payload":{"#
            + #""type":"block_suggestion","user":{"id":"U1"},"action_id":"answer","block_id":"account","#
            + #""value":"\#(typed)","view":{"id":"V1"}}}"#
    }

    private func submission(purpose: FormPurpose?) throws -> String {
        let metadata = try purpose.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) } ?? "{}"
        let quoted = String(decoding: try JSONEncoder().encode(metadata), as: UTF8.self)
        return #"{"envelope_id":"e1","type":"interactive","accepts_response_payload":true,"payload":{"#
            + #""type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","hash":"h","private_metadata":\#(quoted),"#
            + #""state":{"values":{"reason":{"answer":{"type":"plain_text_input","value":"moving"}}}}}}}"#
    }

    private var ours: FormPurpose {
        .whitelist(Self.place, conversation: Conversation(channel: "C1", kind: .channel))
    }

    /// What came back on the wire: at once, or later.
    private func answer(
        to frame: String, by assistant: (any FormAssistant)?, timing: Timing = .system,
        then: (SocketModeClient) async -> Void = { _ in }
    ) async throws -> (now: String?, later: String?) {
        let socket = ScriptedWebSocket()
        var policy = ConnectionPolicy()
        policy.connections = 1
        let client = SocketModeClient(
            appToken: Rotating(Secret("xapp-1")),
            http: ScriptedHTTP(["apps.connections.open": [.json(#"{"ok":true,"url":"wss://slack.test/link"}"#)]]),
            webSocket: socket, apiURL: ScriptedHTTP.apiURL, assistant: assistant, policy: policy, timing: timing)
        let run = Task { try await client.run() }
        let peer = await socket.nextDial()
        peer.hello()
        let now = peer.send(frame)
        let later = now == nil ? await peer.nextText() : nil
        await then(client)
        run.cancel()
        try await run.value
        return (now, later)
    }

    private func firstRequest(of client: SocketModeClient) async -> ChatRequest? {
        for await request in client.requests { return request }
        return nil
    }

    @Test("The options of a searched field travel in the acknowledgement")
    func options() async throws {
        let assistant = ScriptedAssistant(choices: [
            FormChoice(value: "1", label: "payments"), FormChoice(value: "2", label: "research"),
        ])
        let answer = try await answer(to: suggestion("pay"), by: assistant)
        #expect(
            answer.later
                == #"{"envelope_id":"e1","payload":{"options":[{"text":{"emoji":false,"text":"payments","#
                + #""type":"plain_text"},"value":"1"}]}}"#)
    }

    @Test("What is wrong with a form travels in the acknowledgement, and the form goes no further")
    func problems() async throws {
        let assistant = ScriptedAssistant(problems: ["reason": "Say why."])
        let answer = try await answer(to: submission(purpose: ours), by: assistant)
        #expect(
            answer.later
                == #"{"envelope_id":"e1","payload":{"errors":{"reason":"Say why."},"response_action":"errors"}}"#)
    }

    @Test("Whoever types is asked about where the menu stands, or where the outcome of the form is told")
    func place() throws {
        func asked(_ parts: String) -> Conversation? {
            let frame =
                #"{"envelope_id":"e1","type":"interactive","payload":{"type":"block_suggestion","#
                + #""user":{"id":"U1"},"block_id":"b","value":"x",\#(parts)}}"#
            guard case .choices(_, _, _, let conversation)? = Question(Data(frame.utf8)) else { return nil }
            return conversation
        }
        let metadata = String(decoding: try JSONEncoder().encode(ours), as: UTF8.self)
        let quoted = String(decoding: try JSONEncoder().encode(metadata), as: UTF8.self)
        let (channel, own) = (Conversation(channel: "C1", kind: .channel), Conversation(channel: "U1", kind: .direct))
        #expect(asked(#""view":{"id":"V1","private_metadata":\#(quoted)}"#) == channel)
        #expect(asked(#""container":{"type":"message","channel_id":"C1","message_ts":"1.1"}"#) == channel)
        #expect(asked(#""channel":{"id":"D1"}"#) == Conversation(channel: "D1", kind: .direct))
        #expect(asked(#""view":{"id":"V1","private_metadata":"{}"}"#) == own)
        #expect(asked(#""container":{"type":"view"}"#) == own)
    }

    @Test("A form with nothing wrong is acknowledged empty, and is a request")
    func taken() async throws {
        let answer = try await answer(to: submission(purpose: ours), by: ScriptedAssistant()) { client in
            #expect(await firstRequest(of: client)?.id == "form:V1:h")
        }
        #expect(answer.later == Self.empty)
    }

    @Test("After two seconds the acknowledgement is empty, and the form a request", arguments: [true, false])
    func slow(isForm: Bool) async throws {
        let waits = Mutex<[Duration]>([])
        let timing = Timing(
            now: { .now }, sleep: { duration in waits.withLock { $0.append(duration) } }, random: { 0 })
        let frame = isForm ? try submission(purpose: ours) : suggestion("pay")
        let answer = try await answer(to: frame, by: ScriptedAssistant(isSilent: true), timing: timing) { client in
            if isForm { #expect(await firstRequest(of: client)?.id == "form:V1:h") }
        }
        #expect(answer.later == Self.empty)
        #expect(waits.withLock { $0 }.contains(.seconds(2)))
    }

    @Test("Without an assistant everything is acknowledged empty and at once")
    func noAssistant() async throws {
        #expect(try await answer(to: suggestion("pay"), by: nil).now == Self.empty)
        #expect(try await answer(to: submission(purpose: ours), by: nil).now == Self.empty)
    }

    @Test("Somebody else's form, and a question whose answer Slack does not take, are acknowledged empty")
    func notOurs() async throws {
        let assistant = ScriptedAssistant(choices: [FormChoice(value: "1", label: "payments")], problems: ["a": "b"])
        #expect(try await answer(to: submission(purpose: nil), by: assistant).later == Self.empty)
        #expect(try await answer(to: suggestion("pay", accepts: false), by: assistant).later == Self.empty)
    }

    @Test(
        "Mistake 14, oversized acknowledgements: a hundred options at most, and never over 20,480 bytes",
        arguments: ["x", "é", "\u{1}", "\"", "𝄞"])
    func size(filler: String) throws {
        let long = String(repeating: filler, count: 3000)
        let choices = (0..<500).map { FormChoice(value: "\($0)", label: "\($0)\(long)") }
        let empty = Data(Self.empty.utf8)
        let offered = Answered.choices(choices).acknowledgement(from: empty)
        #expect(offered.count <= 20_480)
        let options = try #require(
            try JSONDecoder().decode(JSONValue.self, from: offered)["payload"]?["options"]?.array)
        #expect((10...100).contains(options.count))
        #expect(options.first?["value"] == "0")

        let problems = Dictionary(uniqueKeysWithValues: (0..<100).map { ("field\($0)", long) })
        let refused = Answered.problems(problems).acknowledgement(from: empty)
        #expect(refused.count <= 20_480)
        let errors = try JSONDecoder().decode(JSONValue.self, from: refused)["payload"]?["errors"]
        #expect(errors?.object?.count == 100)
    }

    @Test("An answer to what came before its dial had ended waits for the connection, one to what is gone is dropped")
    func early() async {
        let connections = LiveConnections(closeLimit: .seconds(1))
        let peer = ScriptedWebSocket.Peer(WebSocketRequest(url: "wss://a")) { _ in nil }
        connections.begin(epoch: 1)
        connections.send(Data("early".utf8), epoch: 1)
        connections.send(Data("gone".utf8), epoch: 7)
        connections.add(peer, epoch: 1)
        connections.send(Data("late".utf8), epoch: 1)
        #expect(await [peer.nextText(), peer.nextText()] == ["early", "late"])
    }
}
