import ChatOps
import Foundation
import Networking
import Testing

@testable import Slack

@Suite("Marks, files and views")
struct MarkAndFileTests {
    private let time = ManualTime()
    private let channel = Conversation(channel: "C1", kind: .channel)
    private static let ok = ScriptedHTTP.Reply.json(#"{"ok":true}"#)

    private func messenger(_ http: ScriptedHTTP) -> SlackMessenger {
        SlackMessenger(
            botToken: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
    }

    private func body(_ call: ScriptedHTTP.Call?) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: try #require(call).request.body)
    }

    @Test("A post bears its mark, and so does an update that names it")
    func marked() async throws {
        let http = ScriptedHTTP([
            "chat.postMessage": [.json(#"{"ok":true,"channel":"C1","ts":"2.2"}"#)], "chat.update": [Self.ok],
        ])
        let messenger = messenger(http)
        let reference = try await messenger.post(.text("a"), in: channel, mark: "n-1")
        try await messenger.update(reference, with: .text("b"), mark: "n-1")
        let expected: JSONValue = ["event_type": "trailwatch_final", "event_payload": ["mark": "n-1"]]
        for call in http.calls { #expect(try body(call)["metadata"] == expected) }
    }

    @Test("A marked message of ours is found on whatever page of the channel, those of others are not")
    func found() async throws {
        let other = #"{"ts":"9.9","user":"U9","metadata":{"event_type":"x","event_payload":{"mark":"n-1"}}}"#
        let http = ScriptedHTTP([
            "auth.test": [DirectoryTests.identity],
            "conversations.history": [
                .json(
                    #"{"ok":true,"messages":[\#(other),{"ts":"8.8"}],"response_metadata":{"next_cursor":"n"}}"#),
                .json(
                    #"{"ok":true,"messages":[{"ts":"7.7","user":"UBOT","metadata":{"event_type":"trailwatch_final","#
                        + #""event_payload":{"mark":"n-1"}}}],"response_metadata":{"next_cursor":"never read"}}"#),
            ],
        ])
        let since = Date(timeIntervalSince1970: 1_700_000_000.9)
        let found = try await messenger(http).find(mark: "n-1", in: channel, since: since)
        #expect(found == MessageReference(channel: "C1", id: "7.7"))
        #expect(
            http.calls.dropFirst().map(\.body) == [
                "channel=C1&oldest=1699999700&include_all_metadata=true&limit=200",
                "channel=C1&oldest=1699999700&include_all_metadata=true&limit=200&cursor=n",
            ])
    }

    @Test("In a thread its replies are read; what is not there is not found")
    func inThread() async throws {
        let http = ScriptedHTTP([
            "auth.test": [DirectoryTests.identity], "conversations.replies": [.json(#"{"ok":true,"messages":[]}"#)],
        ])
        let thread = Conversation(channel: "C1", kind: .channel, thread: "1.1")
        let since = Date(timeIntervalSince1970: 305)
        #expect(try await messenger(http).find(mark: "n-1", in: thread, since: since) == nil)
        #expect(
            http.calls.last?.body == "channel=C1&oldest=5&include_all_metadata=true&ts=1.1&limit=200")
    }

    private static let upload = "https://files.slack.test/upload/v1/ABC"
    private static let file = SharedFile(
        name: "heat.png", title: "Heat map", alternativeText: "Two of 17 regions are in trouble",
        content: Data([1, 2, 3]))

    @Test("A file is announced with its alternative text, uploaded without the token, and shown in its thread")
    func share() async throws {
        let http = ScriptedHTTP([
            "files.getUploadURLExternal": [.json(#"{"ok":true,"upload_url":"\#(Self.upload)","file_id":"F1"}"#)],
            Self.upload: [.json("OK - 3")], "files.completeUploadExternal": [.json(#"{"ok":true,"files":[]}"#)],
        ])
        let thread = Conversation(channel: "C1", kind: .channel, thread: "1.1")
        try await messenger(http).share(Self.file, comment: "a <b>", in: thread)
        #expect(http.methods == ["files.getUploadURLExternal", Self.upload, "files.completeUploadExternal"])
        #expect(
            http.calls[0].body
                == "filename=heat.png&length=3&alt_txt=Two%20of%2017%20regions%20are%20in%20trouble")
        #expect(http.calls[1].request.body == Data([1, 2, 3]))
        #expect(http.calls[1].request.headers["Authorization"] == nil)
        let expected: JSONValue = [
            "files": [["id": "F1", "title": "Heat map"]], "channel_id": "C1", "thread_ts": "1.1",
            "initial_comment": "a &lt;b&gt;",
        ]
        #expect(try body(http.calls[2]) == expected)
    }

    @Test("An upload that broke off is begun again, one that Slack refuses is not shown")
    func uploadFailures() async throws {
        let place = ScriptedHTTP.Reply.json(#"{"ok":true,"upload_url":"\#(Self.upload)","file_id":"F1"}"#)
        let broken = ScriptedHTTP([
            "files.getUploadURLExternal": [place],
            Self.upload: [.failure(TransportError(.connectionLost, "")), .json("OK - 3")],
            "files.completeUploadExternal": [Self.ok],
        ])
        try await messenger(broken).share(Self.file, comment: nil, in: channel)
        #expect(broken.calls.count == 4)

        let refused = ScriptedHTTP([
            "files.getUploadURLExternal": [place], Self.upload: [.json("too large", status: 413)],
        ])
        await #expect(throws: MessengerError.self) {
            try await messenger(refused).share(Self.file, comment: nil, in: channel)
        }
        #expect(!refused.methods.contains("files.completeUploadExternal"))
    }

    @Test("A view is opened, replaced by its id, and a home published")
    func views() async throws {
        let http = ScriptedHTTP([
            "views.open": [.json(#"{"ok":true,"view":{"id":"V1"}}"#)], "views.update": [Self.ok],
            "views.publish": [Self.ok],
        ])
        let web = WebAPIClient(
            token: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
        let blocks = [Block.divider]
        let view = try #require(ModalView(title: "a", submit: "b", metadata: "", blocks: blocks))
        let id = try await web.openView(view, trigger: "t")
        #expect(id == "V1")
        try await web.updateView("V1", with: view)
        try await web.publishHome(try #require(HomeView(blocks: blocks)), for: "U1")
        #expect(try body(http.calls[1])["view_id"] == "V1")
        #expect(
            try body(http.calls[2]) == ["user_id": "U1", "view": ["type": "home", "blocks": [["type": "divider"]]]])
    }
}
