import Foundation
import Networking
import Testing

@testable import Sandbox

/// The page's own API, without a network and without a bot.
@Suite struct PageDeskTests {
    private static func withDesk(_ body: (PageDesk, Sandbox) async throws -> Void) async throws {
        try await Sandbox.run(try ScenarioTests.shipped("incident")) { sandbox in
            let files = try PageFiles(near: ScenarioTests.root.appending(path: "Tests").path)
            try await body(PageDesk(sandbox: sandbox, files: files), sandbox)
        }
    }

    private static func answer(_ response: ServedResponse) throws -> JSONValue {
        guard case .body(let body) = response.content else { return .null }
        return try JSONValue(parsing: body)
    }

    private static func get(_ desk: PageDesk, _ path: String, _ query: [String: String] = [:]) async throws -> JSONValue
    {
        try answer(
            await desk.serve(
                ServedRequest(
                    method: "GET", path: path, query: query, headers: ["Host": "127.0.0.1:8080"], body: Data())))
    }

    private static func post(_ desk: PageDesk, _ path: String, _ deed: JSONValue) async throws -> JSONValue {
        try answer(
            await desk.serve(
                ServedRequest(
                    method: "POST", path: path, query: [:],
                    headers: ["Host": "127.0.0.1:8080", "Origin": "http://127.0.0.1:8080"], body: deed.encoded)))
    }

    /// Why a deed was refused; nil when it was done.
    private static func refusal(_ desk: PageDesk, _ path: String, _ deed: JSONValue) async throws -> String? {
        try await post(desk, path, deed)["error"]?.string
    }

    @Test("The room tells who is there, with their role, and where they are")
    func room() async throws {
        try await Self.withDesk { desk, _ async throws in
            let room = try await Self.get(desk, "/api/room")
            let people = (room["people"]?.array ?? []).prefix(5).map {
                "\($0["name"]?.string ?? "") \($0["role"]?.string ?? "")"
            }
            #expect(
                people == [
                    "dana approver", "alice operator", "bob operator", "mia viewer", "gus guest",
                ])
            #expect(room["you"] == "U0DANA")
            #expect(room["command"] == "/trailwatch")
            let direct = (room["channels"]?.array ?? []).compactMap { $0["person"]?.string }
            #expect(direct == ["U0DANA", "U0ALICE", "U0BOB", "U0MIA", "U0GUS"])
        }
    }

    @Test("What is said at the page is said in the workspace, and comes back as news")
    func saying() async throws {
        try await Self.withDesk { desk, sandbox async throws in
            let deed: JSONValue = ["as": "U0DANA", "channel": "C0SECURITY", "text": "hello <b>"]
            #expect(try await Self.refusal(desk, "/api/say", deed) == nil)
            #expect(await sandbox.workspace.messages.map(\.text) == ["hello &lt;b&gt;"])
            let news = try await Self.get(desk, "/api/news")
            #expect(news["news"]?[0]?["kind"] == "posted")
            #expect(news["news"]?[0]?["message"]?["text"] == "hello &lt;b&gt;")
            #expect(news["at"] == "1.0.0")
        }
    }

    @Test("The slash command is one; another, or one in a thread, is refused in Slack's way")
    func commands() async throws {
        try await Self.withDesk { desk, sandbox async throws in
            func say(_ text: String, in thread: JSONValue) async throws -> String? {
                let deed: JSONValue = [
                    "as": "U0DANA", "channel": "C0SECURITY", "text": .string(text), "thread": thread,
                ]
                return try await Self.refusal(desk, "/api/say", deed)
            }
            #expect(try await say("/trailwatch ping", in: .null) == nil)
            #expect(await sandbox.workspace.messages.isEmpty)
            #expect(await sandbox.workspace.deliveries.all.values.map(\.type) == ["slash_commands"])
            #expect(try await say("/remind me", in: .null) == "/remind is not a command here; /trailwatch is.")
            #expect(
                try await say("/trailwatch ping", in: "1.0")
                    == "/trailwatch is not supported in threads. Mention the app instead.")
        }
    }

    @Test("Lines of a message are lines, and a mention at the head of one is one")
    func lines() async throws {
        try await Self.withDesk { desk, sandbox async throws in
            let deed: JSONValue = ["as": "U0DANA", "channel": "C0SECURITY", "text": "hello\n@trailwatch ping"]
            #expect(try await Self.refusal(desk, "/api/say", deed) == nil)
            #expect(await sandbox.workspace.messages.map(\.text) == ["hello\n<@U0TRAILWATCH> ping"])
        }
    }

    @Test("A file is shown in its thread with its words, and can be opened")
    func sharedFile() async throws {
        try await Self.withDesk { desk, sandbox async throws in
            let workspace = sandbox.workspace
            let head = try await workspace.say("look", as: "U0DANA", in: "C0SECURITY")
            let place = await workspace.call("files.getUploadURLExternal", ["filename": "trails.csv", "length": 3])
            let id = place["file_id"] ?? .null
            _ = await workspace.serve(
                ServedRequest(
                    method: "POST", path: "/upload/\(id.string ?? "")", query: [:], headers: [:],
                    body: Data("a,b".utf8)))
            let completion: JSONValue = [
                "files": [["id": id]], "channel_id": "C0SECURITY", "thread_ts": .string(head.ts),
                "initial_comment": "All of them.",
            ]
            #expect(await workspace.error("files.completeUploadExternal", completion) == nil)
            let news = try await Self.get(desk, "/api/news")["news"]?.array ?? []
            let file = try #require(news.first { $0["kind"] == "file" })
            #expect(file["thread"]?.string == head.ts)
            #expect(file["comment"] == "All of them.")
            let opened = await desk.serve(
                ServedRequest(
                    method: "GET", path: "/api/file/\(id.string ?? "")", query: [:],
                    headers: ["Host": "127.0.0.1:8080"], body: Data()))
            guard case .body(let content) = opened.content else { return }
            #expect(String(decoding: content, as: UTF8.self) == "a,b")
        }
    }

    @Test("Nobody speaks where they are not")
    func outsiders() async throws {
        try await Self.withDesk { desk, _ async throws in
            let deed: JSONValue = ["as": "U0GUS", "channel": "C0BOARD", "text": "hello"]
            #expect(try await Self.refusal(desk, "/api/say", deed) == "gus is not in #board.")
        }
    }

    @Test("The estate is broken and mended at the page, and each change is news")
    func estate() async throws {
        try await Self.withDesk { desk, _ async throws in
            func state(_ account: String) async throws -> String? {
                let accounts = try await Self.get(desk, "/api/estate")["accounts"]?.array ?? []
                let found = accounts.first { $0["id"]?.string == account }
                return found?["regions"]?["eu-west-1"]?["words"]?.string
            }
            func perform(_ deed: String, _ trail: JSONValue) async throws -> String? {
                let deed: JSONValue = ["deed": .string(deed), "account": "222222222222", "trail": trail]
                return try await Self.refusal(desk, "/api/estate", deed)
            }
            #expect(try await state("222222222222") == "recorded")
            for (deed, words) in [
                ("stop", "nothing recorded"), ("start", "recorded"), ("break", "cannot deliver (NoSuchBucket)"),
                ("mend", "recorded"), ("deny", "role denied"), ("allow", "recorded"),
                ("throttle", "AWS answers: throttled"), ("relieve", "recorded"),
            ] {
                #expect(try await perform(deed, "audit") == nil)
                #expect(try await state("222222222222") == words, "\(deed)")
            }
            let news = try await Self.get(desk, "/api/news")
            #expect(news["news"]?.array?.count == 8)
            #expect(news["news"]?[0]?["text"] == "the trail `audit` of payments-prod is stopped")
            #expect(
                try await perform("stop", "none")
                    == "A step names trail none, which account 222222222222 does not have.")
        }
    }

    @Test("An account that is opened has nothing recorded; its id has twelve digits and is new")
    func newAccount() async throws {
        try await Self.withDesk { desk, _ async throws in
            func add(_ id: String) async throws -> String? {
                try await Self.refusal(desk, "/api/estate", ["deed": "add", "account": .string(id), "name": "new"])
            }
            #expect(try await add("999999999999") == nil)
            #expect(try await add("999999999999") == "There is an account 999999999999 already.")
            #expect(try await add("12") == "An account's id has twelve digits.")
            let accounts = try await Self.get(desk, "/api/estate")["accounts"]?.array ?? []
            #expect(accounts.last?["regions"]?["us-east-1"]?["words"] == "nothing recorded")
        }
    }

    @Test("A ticket is closed at the page")
    func tickets() async throws {
        try await Self.withDesk { desk, _ async throws in
            #expect(try await Self.refusal(desk, "/api/close", ["key": "SEC-1"]) == nil)
            let tickets = try await Self.get(desk, "/api/tickets")["tickets"]?.array ?? []
            #expect(tickets.first?["status"] == "Done")
            #expect(tickets.last?["status"] == "To Do")
            #expect(try await Self.refusal(desk, "/api/close", ["key": "SEC-9"]) == "There is no such ticket.")
        }
    }

    @Test(
        "Another page in the same browser is refused, by its name as by its origin",
        arguments: [
            ["Host": "evil.example:8080"], ["Host": "127.0.0.1:8080", "Origin": "http://evil.example"],
            ["Host": "127.0.0.1:8080"], [:],
        ])
    func strangers(headers: [String: String]) async throws {
        try await Self.withDesk { desk, sandbox async throws in
            var sent = Networking.HTTPHeaders()
            for (name, value) in headers { sent.append(name, value) }
            let deed: JSONValue = ["as": "U0DANA", "channel": "C0SECURITY", "text": "hello"]
            let answer = await desk.serve(
                ServedRequest(method: "POST", path: "/api/say", query: [:], headers: sent, body: deed.encoded))
            #expect(answer.status == 403)
            #expect(await sandbox.workspace.messages.isEmpty)
        }
    }

    @Test("Only the page's files are served", arguments: ["/../incident.json", "/.hidden.js", "/none.js", "/index"])
    func files(path: String) async throws {
        let files = try PageFiles(near: ScenarioTests.root.appending(path: "Tests").path)
        #expect(files.response(to: "/")?.status == 200)
        #expect(files.response(to: "/app.js")?.headers.first?.value == "text/javascript; charset=utf-8")
        #expect(files.response(to: path) == nil)
    }

    @Test("Where the port is taken, another one is found, and said")
    func takenPort() async throws {
        try await Sandbox.run(try ScenarioTests.shipped("quiet")) { sandbox in
            let files = try PageFiles(near: ScenarioTests.root.appending(path: "Tests").path)
            let first = try await PageServer(sandbox, files: files, port: 0)
            let port = try #require(UInt16(first.url.split(separator: ":").last ?? ""))
            let second = try await PageServer(sandbox, files: files, port: port)
            #expect(first.hasWantedPort)
            #expect(!second.hasWantedPort)
            #expect(second.url != first.url)
            await first.stop()
            await second.stop()
        }
    }
}
