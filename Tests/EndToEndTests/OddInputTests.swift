import Networking
import Testing

@testable import Sandbox

@Suite("Input that nobody expects", .serialized)
struct OddInputTests {
    @Test("An envelope that cannot be decoded is acknowledged, and the next request is answered")
    func undecodable() async throws {
        try await Stage.run { stage in
            let odd: [JSONValue] = [
                "no object", ["event": ["type": 7, "channel": []]], [:], ["type": "event_callback", "event": nil],
                ["event": ["type": "message", "user": "U0NOBODY", "channel": "D0NOWHERE", "text": "ping"]],
            ]
            for payload in odd {
                let mark = stage.mark
                await stage.workspace.sendEvent(payload)
                let acknowledged = try await stage.occurrence("an acknowledgement", since: mark) {
                    if case .acknowledged(let record) = $0 { record } else { nil }
                }
                #expect(acknowledged.payload == payload)
                #expect(acknowledged.response == nil)
            }
            _ = try await stage.ask("ping", answer: "pong")
        }
    }

    @Test("Frames that are no envelope at all do no harm")
    func noise() async throws {
        try await Stage.run { stage in
            for frame in ["", "{", "[]", "null", "\"x\"", #"{"type":"nonsense"}"#, #"{"type":"disconnect"}x"#] {
                await stage.workspace.sendFrame(frame)
            }
            _ = try await stage.ask("ping", answer: "pong")
            #expect(
                stage.workspace.journal.entries.filter { if case .connected = $0 { true } else { false } }.count == 1)
        }
    }

    @Test("A message of 40,000 characters gets a short answer, whatever is in it")
    func long() async throws {
        try await Stage.run { stage in
            for text in [
                String(repeating: "x", count: 40_000), "scan account " + String(repeating: "&", count: 39_000),
                "issues status " + String(repeating: "<!channel> ", count: 3_000),
            ] {
                let (place, mark) = (await stage.direct("dana"), stage.mark)
                try await stage.say(text, in: place)
                let answer = try await stage.message(since: mark, in: place)
                #expect(answer.text.count < 1_000, "\(answer.text.prefix(200))…")
            }
            _ = try await stage.ask("ping", answer: "pong")
        }
    }
}
