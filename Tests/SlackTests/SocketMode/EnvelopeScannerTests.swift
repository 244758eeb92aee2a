import FoundationEssentials
import Testing

@testable import Slack

@Suite("What is read from a frame's raw bytes")
struct EnvelopeScannerTests {
    /// Frame, acknowledged id.
    static let frames: [(String, String?)] = [
        (#"{"envelope_id":"a-1","type":"events_api","payload":{}}"#, "a-1"),
        (#"  { "payload" : { } , "type" : "interactive" , "envelope_id" : "a-2" }  "#, "a-2"),
        ("{\n\t\"envelope_id\"\r\n:\"a-3\"}", "a-3"),
        (#"{"payload":{"envelope_id":"fake"},"envelope_id":"a-4"}"#, "a-4"),
        (#"{"payload":{"text":"\"envelope_id\":\"fake\""},"envelope_id":"a-5"}"#, "a-5"),
        (#"{"payload":"{\"envelope_id\":\"fake\"}","envelope_id":"a-6"}"#, "a-6"),
        (#"{"payload":["}","]",{"a":"\\"}],"envelope_id":"a-7"}"#, "a-7"),
        (#"{"payload":{"event":{"envelope_id":"fake","type":"message"}},"envelope_id":"a-8"}"#, "a-8"),
        (#"{"envelope\u005fid":"a-9"}"#, "a-9"),
        (#"{"envelope_id":"a\"b\\c\/d\u00e9"}"#, #"a\"b\\c\/d\u00e9"#),
        (#"{"envelope_id":"é☃"}"#, "é☃"),
        (#"{"n":-1.5e3,"t":true,"z":null,"envelope_id":"a-10"}"#, "a-10"),
        // A payload that is no JSON, and one that is cut short.
        (#"{"payload":{what is this?},"envelope_id":"a-11"}"#, "a-11"),
        (#"{"payload":{"event":{"type" "x"}},"envelope_id":"a-12"}"#, "a-12"),
        (#"{"envelope_id":"a-13","payload":{"event":{"type":"mess"#, "a-13"),
        (#"{"envelope_id":"a-14","payload":{"text":"\"#, "a-14"),
        (#"{"type":"hello","num_connections":1}"#, nil),
        (#"{"payload":{"envelope_id":"fake"}}"#, nil),
        (#"["envelope_id","fake"]"#, nil),
        (#"[{"envelope_id":"fake"}]"#, nil),
        (#""envelope_id""#, nil),
        (#"{"envelope_id":17}"#, nil),
        (#"{"envelope_id":null}"#, nil),
        (#"{"envelope_id":""}"#, nil),
        (#"{"envelope_id":{"envelope_id":"fake"}}"#, nil),
        (#"{"envelope_id":"cut"#, nil),
        (#"{"envelope_id":"\q"}"#, nil),
        ("{\"envelope_id\":\"a\nb\"}", nil),
        (#"{"x":"#, nil),
        ("{", nil),
        ("", nil),
        ("not JSON", nil),
    ]

    @Test(
        "Mistake 12, redelivery for ever: whatever has an envelope_id is acknowledged, nothing that only looks like one",
        arguments: frames)
    func acknowledgement(frame: String, id: String?) {
        let answer = Acknowledger.receive(Data(frame.utf8)).acknowledgement
        #expect(answer.map { String(decoding: $0, as: UTF8.self) } == id.map { #"{"envelope_id":"\#($0)"}"# })
    }

    @Test("Bytes that are not UTF-8 are no acknowledgement, and no crash")
    func notUTF8() {
        let frame = Data(#"{"envelope_id":""#.utf8) + [0xFF, 0xFE] + Data(#""}"#.utf8)
        #expect(Acknowledger.receive(frame).acknowledgement == nil)
    }

    @Test("A frame in the middle of a buffer is read from its own start")
    func slice() {
        let frame = (Data("xxxxx".utf8) + Data(#"{"envelope_id":"a-1"}"#.utf8)).dropFirst(5)
        #expect(Acknowledger.receive(frame).acknowledgement == Data(#"{"envelope_id":"a-1"}"#.utf8))
    }

    @Test("Mistake 14, oversized acknowledgements: an id too long for a frame is not acknowledged")
    func longID() {
        let frame = #"{"envelope_id":"\#(String(repeating: "a", count: 30_000))"}"#
        #expect(Acknowledger.receive(Data(frame.utf8)).acknowledgement == nil)
    }

    @Test("Depth costs no stack")
    func depth() {
        let nested = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
        let frame = #"{"payload":{"event":\#(nested)},"envelope_id":"a-1"}"#
        #expect(Acknowledger.receive(Data(frame.utf8)).acknowledgement == Data(#"{"envelope_id":"a-1"}"#.utf8))
    }

    static let routes: [(String, Acknowledger.Route)] = [
        (#"{"type":"hello"}"#, .connection),
        (#"{"type":"disconnect","reason":"warning"}"#, .connection),
        (#"{"type":"slash_commands","payload":{}}"#, .request),
        (#"{"type":"interactive","payload":{}}"#, .request),
        (#"{"type":"something_new","payload":{}}"#, .request),
        (#"{"type":"events_api","payload":{"event":{"type":"app_mention"}}}"#, .request),
        (#"{"payload":{"event":{"type":"app_mention"}},"type":"events_api"}"#, .request),
        (#"{"type":"events_api","payload":{"event":{"type":"app_mention","subtype":"","bot_id":""}}}"#, .request),
        (#"{"type":"events_api","payload":{"event":{"type":"app_mention","bot_id":"B1"}}}"#, .dropped),
        (#"{"type":"events_api","payload":{"event":{"type":"message","channel_type":"im"}}}"#, .request),
        (#"{"type":"events_api","payload":{"event":{"type":"message","channel_type":"channel"}}}"#, .dropped),
        (#"{"type":"events_api","payload":{"event":{"type":"message"}}}"#, .dropped),
        (
            #"{"type":"events_api","payload":{"event":{"type":"message","channel_type":"im","subtype":"message_changed"}}}"#,
            .dropped
        ),
        (
            #"{"type":"events_api","payload":{"event":{"type":"message","channel_type":"im","subtype":"file_share"}}}"#,
            .request
        ),
        (
            #"{"type":"events_api","payload":{"event":{"type":"message","channel_type":"im","bot_id":"B1"}}}"#,
            .dropped
        ),
        // A nested message says nothing about the event.
        (
            #"{"type":"events_api","payload":{"event":{"message":{"bot_id":"B1"},"type":"app_mention"}}}"#, .request
        ),
        (#"{"type":"events_api","payload":{"event":{"type":"user_change"}}}"#, .workspace),
        (#"{"type":"events_api","payload":{"event":{"type":"reaction_added"}}}"#, .dropped),
        (#"{"envelope_id":"a","type":"interactive","payload":{"type":"block_actions"}}"#, .request),
        (#"{"envelope_id":"a","type":"interactive","payload":{"type":"block_suggestion"}}"#, .question),
        (#"{"envelope_id":"a","type":"interactive","payload":{"type":"view_submission"}}"#, .question),
        // Without an id there is nothing to answer.
        (#"{"type":"interactive","payload":{"type":"view_submission"}}"#, .request),
        (#"{"envelope_id":"a","type":"slash_commands","payload":{"type":"view_submission"}}"#, .request),
        // The decoder finds out what is wrong with it.
        (#"{"type":"events_api","payload":{"event":{}}}"#, .request),
        (#"{"type":"events_api","payload":{"event":{"type":"mess"#, .request),
    ]

    @Test("Only what may be for the bot is decoded", arguments: routes)
    func route(frame: String, route: Acknowledger.Route) {
        #expect(Acknowledger.receive(Data(frame.utf8)).route == route)
    }
}
