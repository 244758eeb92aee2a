import ChatOps
import CloudTrailCore
import Foundation
import Networking
import Testing

@testable import Slack

/// Holds every request the client can send against Slack's own description of its Web API.
@Suite("Slack's contract for the Web API")
struct ContractTests {
    private let time = ManualTime()

    /// Every method once, with all the arguments it is ever sent with.
    private func calls() async throws -> [ScriptedHTTP.Call] {
        let upload = "https://files.slack.test/upload"
        let http = ScriptedHTTP([
            "apps.connections.open": [.json(#"{"ok":true,"url":"wss://a"}"#)], "auth.test": [DirectoryTests.identity],
            "chat.postMessage": [.json(#"{"ok":true,"channel":"C1","ts":"1.1"}"#)],
            "chat.postEphemeral": [.json(#"{"ok":true}"#)], "chat.update": [.json(#"{"ok":true}"#)],
            "chat.getPermalink": [.json(#"{"ok":true,"permalink":"https://x.slack.com/archives/C1/p1"}"#)],
            "conversations.open": [.json(#"{"ok":true,"channel":{"id":"D1"}}"#)],
            "conversations.list": [
                .json(#"{"ok":true,"channels":[],"response_metadata":{"next_cursor":"c"}}"#),
                .json(#"{"ok":true,"channels":[]}"#),
            ],
            "conversations.info": [.json(#"{"ok":true,"channel":{"id":"C1"}}"#)],
            "conversations.join": [.json(#"{"ok":true}"#)],
            "conversations.history": [.json(#"{"ok":true,"messages":[]}"#)],
            "conversations.replies": [.json(#"{"ok":true,"messages":[]}"#)],
            "users.list": [.json(#"{"ok":true,"members":[]}"#)],
            "users.info": [.json(#"{"ok":true,"user":{"id":"U1"}}"#)],
            "users.lookupByEmail": [.json(#"{"ok":true,"user":{"id":"U1"}}"#)],
            "usergroups.list": [.json(#"{"ok":true,"usergroups":[]}"#)],
            "views.open": [.json(#"{"ok":true}"#)], "views.update": [.json(#"{"ok":true}"#)],
            "views.publish": [.json(#"{"ok":true}"#)],
            "files.getUploadURLExternal": [.json(#"{"ok":true,"upload_url":"\#(upload)","file_id":"F1"}"#)],
            upload: [.json("OK")], "files.completeUploadExternal": [.json(#"{"ok":true}"#)],
        ])
        let web = WebAPIClient(
            token: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
        let messenger = SlackMessenger(web: web, timing: time.timing)
        let thread = Conversation(channel: "C1", kind: .channel, thread: "1.1")
        let message = Message(summary: "s", blocks: [.heading("h"), .paragraph("p")], isProvisional: true)
        _ = try await web.openConnection()
        let reference = try await messenger.post(message, in: thread, mark: "m")
        try await messenger.update(reference, with: message, mark: "m")
        _ = try await messenger.url(of: reference)
        try await messenger.whisper(message, to: PersonID(rawValue: "U1"), in: thread)
        for place in [thread, Conversation(channel: "C1", kind: .channel)] {
            _ = try await messenger.find(mark: "m", in: place, since: Date(timeIntervalSince1970: 1))
        }
        for name in ["#ops", "U1", "ann@x.example", "ann"] { _ = try? await messenger.conversation(with: name) }
        _ = try await messenger.members(ofUserGroup: "S1")
        try await web.join("C1")
        _ = try await web.channel("C1")
        let file = SharedFile(name: "a.png", title: "a", alternativeText: "b", content: Data([1]))
        try await messenger.share(file, comment: "c", in: thread)
        let modal = try #require(ModalView(title: "a", submit: "b", metadata: "", blocks: [.divider]))
        try await web.openView(modal, trigger: "t")
        try await web.updateView("V1", with: modal)
        try await web.publishHome(try #require(HomeView(blocks: [.divider])), for: "U1")
        return http.calls.filter { $0.method != upload }
    }

    /// What is newer than the description, which is of 2021. https://docs.slack.dev/reference/methods
    private static let newer: [String: Set<String>] = [
        "chat.postMessage": ["metadata"], "chat.update": ["metadata"],
        "conversations.history": ["include_all_metadata"], "conversations.replies": ["include_all_metadata"],
    ]
    private static let newMethods: Set = [
        "apps.connections.open", "files.getUploadURLExternal", "files.completeUploadExternal",
    ]

    @Test(
        "Every method is called with arguments it knows, of their types, and with all it needs",
        .enabled(if: Contracts.folder != nil))
    func requests() async throws {
        let file = Contracts.folder!.appending(path: "slack_web_openapi_v2.json")
        let paths = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))["paths"]
        let calls = try await calls()
        #expect(Set(calls.map(\.method)) == Set(WebMethod.all.map(\.name)))
        for call in calls where !Self.newMethods.contains(call.method) {
            let operation = try #require(paths?["/" + call.method]?.object?.values.first, "\(call.method) is unknown")
            let parameters = (operation["parameters"]?.array ?? []).filter { $0["name"]?.string != "token" }
            let sent = try Self.arguments(call)
            for (name, value) in sent where Self.newer[call.method]?.contains(name) != true {
                let parameter = parameters.first { $0["name"]?.string == name }
                let type = try #require(parameter?["type"]?.string, "\(call.method) has no argument \(name)")
                #expect(Self.fits(value, type), "\(call.method) \(name): \(value) is no \(type)")
            }
            let required = parameters.filter { $0["required"]?.bool == true }.compactMap { $0["name"]?.string }
            #expect(Set(required).isSubset(of: sent.keys), "\(call.method)")
        }
    }

    private static func arguments(_ call: ScriptedHTTP.Call) throws -> [String: JSONValue] {
        if call.request.headers["Content-Type"]?.hasPrefix("application/json") == true {
            return try #require(try JSONDecoder().decode(JSONValue.self, from: call.request.body).object)
        }
        let pairs = call.body.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(
            uniqueKeysWithValues: pairs.map { ($0[0], .string($0.count > 1 ? $0[1].removingPercentEncoding! : "")) })
    }

    /// In JSON structures may stand as they are, where a form has them as text.
    private static func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("string", .string), ("string", .object), ("string", .array), ("boolean", .bool): true
        case ("boolean", .string(let text)): ["true", "false"].contains(text)
        case ("integer", .string(let text)): Int(text) != nil
        case ("number", .string(let text)): Double(text) != nil
        default: false
        }
    }
}
