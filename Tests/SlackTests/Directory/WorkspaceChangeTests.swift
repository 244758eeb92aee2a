import ChatOps
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import Slack

@Suite("What changes in the workspace")
struct WorkspaceChangeTests {
    private let time = ManualTime()

    private func messenger(_ http: ScriptedHTTP) -> SlackMessenger {
        SlackMessenger(
            botToken: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
    }

    private func change(_ event: String) -> WorkspaceChange? {
        WorkspaceChange(Data(#"{"type":"events_api","payload":{"event":\#(event)}}"#.utf8))
    }

    private func follow(_ messenger: SlackMessenger, _ changes: WorkspaceChange...) async {
        let told = AsyncStream<WorkspaceChange> { continuation in
            for change in changes { continuation.yield(change) }
            continuation.finish()
        }
        await messenger.follow(told)
    }

    private func workspace(_ more: [String: [ScriptedHTTP.Reply]] = [:]) -> ScriptedHTTP {
        let script: [String: [ScriptedHTTP.Reply]] = [
            "auth.test": [DirectoryTests.identity],
            "users.info": [
                .json(#"{"ok":true,"user":{"id":"U1","team_id":"T1","name":"ann"}}"#),
                .json(#"{"ok":true,"user":{"id":"U1","team_id":"T1","name":"ann","deleted":true}}"#),
            ],
            "users.list": [.json(#"{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"ann"}]}"#)],
            "conversations.list": [.json(#"{"ok":true,"channels":[{"id":"C1","name":"ops"}]}"#)],
            "conversations.open": [.json(#"{"ok":true,"channel":{"id":"D1"}}"#)],
            "usergroups.list": [
                .json(#"{"ok":true,"usergroups":[{"id":"S1","handle":"admins","users":["U1","U2"]}]}"#),
                .json(#"{"ok":true,"usergroups":[{"id":"S1","handle":"admins","users":["U3"]}]}"#),
            ],
        ]
        return ScriptedHTTP(script.merging(more, uniquingKeysWith: { $1 }))
    }

    @Test("Events are read for what they say")
    func events() {
        let expected: [(String, WorkspaceChange?)] = [
            (#"{"type":"user_change","user":{"id":"U1","name":"ann"}}"#, .person(SlackUser(id: "U1", name: "ann"))),
            (#"{"type":"team_join","user":{"id":"U2"}}"#, .person(SlackUser(id: "U2"))),
            (
                #"{"type":"channel_rename","channel":{"id":"C1","name":"new","created":1}}"#,
                .channel(SlackChannel(id: "C1", name: "new"))
            ),
            (
                #"{"type":"group_rename","channel":{"id":"G1","name":"new"}}"#,
                .channel(SlackChannel(id: "G1", name: "new"))
            ),
            (#"{"type":"channel_archive","channel":"C1","user":"U1"}"#, .channelGone("C1")),
            (#"{"type":"group_archive","channel":"G1"}"#, .channelGone("G1")),
            (#"{"type":"channel_unarchive","channel":"C1","user":"U1"}"#, .many),
            (#"{"type":"subteam_updated","subteam":{"id":"S1"}}"#, .userGroups),
            (#"{"type":"tokens_revoked","tokens":{"bot":["U1"]}}"#, .access),
            (#"{"type":"user_change","user":"U1"}"#, nil),
        ]
        for (event, change) in expected { #expect(self.change(event) == change, "\(event)") }
        #expect(WorkspaceChange(Data("{".utf8)) == nil)
    }

    @Test("Somebody who changed is asked for again, and found under the new name only")
    func person() async throws {
        let http = workspace()
        let messenger = messenger(http)
        #expect(try await messenger.conversation(with: "ann").channel == "D1")
        #expect(try await messenger.person(PersonID(rawValue: "U1")).membership == .member)
        await follow(messenger, .person(SlackUser(id: "U1", team_id: "T1", name: "anna")))
        #expect(try await messenger.conversation(with: "anna").channel == "D1")
        #expect(try await messenger.person(PersonID(rawValue: "U1")).membership == .deactivated)
        #expect(http.methods.count { $0 == "users.list" } == 1, "the list is corrected, not read again")
        time.advance(by: .seconds(1))
        await #expect(throws: MessengerError.self) { try await messenger.conversation(with: "@ann") }
    }

    @Test("A channel is known under its new name, and not when it is archived")
    func channel() async throws {
        let http = workspace()
        let messenger = messenger(http)
        #expect(try await messenger.conversation(with: "#ops").channel == "C1")
        await follow(messenger, .channel(SlackChannel(id: "C1", name: "operations")))
        #expect(try await messenger.conversation(with: "#operations").channel == "C1")
        await #expect(throws: MessengerError.self) { try await messenger.conversation(with: "#ops") }
        await follow(messenger, .channelGone("C1"))
        await #expect(throws: MessengerError.self) { try await messenger.conversation(with: "#operations") }
        #expect(http.methods == ["conversations.list"])
    }

    @Test("A user group is resolved by id and by handle, and read again when it changes")
    func userGroup() async throws {
        let http = workspace()
        let messenger = messenger(http)
        let before: Set = [PersonID(rawValue: "U1"), PersonID(rawValue: "U2")]
        #expect(try await messenger.members(ofUserGroup: "S1") == before)
        #expect(try await messenger.members(ofUserGroup: "@Admins") == before)
        #expect(try await messenger.members(ofUserGroup: "nobody") == nil)
        await follow(messenger, .userGroups)
        #expect(try await messenger.members(ofUserGroup: "admins") == [PersonID(rawValue: "U3")])
        #expect(http.calls.map(\.body) == Array(repeating: "include_users=true&include_disabled=false", count: 2))
    }

    @Test("When changes were missed, everything is asked for again")
    func many() async throws {
        let http = workspace()
        let messenger = messenger(http)
        for _ in 1...2 {
            _ = try await messenger.conversation(with: "#ops")
            _ = try await messenger.person(PersonID(rawValue: "U1"))
            await follow(messenger, .many)
        }
        #expect(http.methods.count { $0 == "conversations.list" } == 2)
        #expect(http.methods.count { $0 == "users.info" } == 2)
    }

    @Test("A list that is just being loaded takes the change, too")
    func loading() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let value = CachedValue<[String]>(timing: time.timing) {
            enter.yield()
            for await _ in gate { break }
            return ["old"]
        }
        async let loaded = value.value(notOlderThan: .zero)
        for await _ in entered { break }
        await value.change { $0.append("new") }
        open.yield()
        _ = try await loaded
        #expect(try await value.value(notOlderThan: .seconds(60)) == ["old", "new"])
    }

    /// Each load brings its number; the first tells that it was entered, and ends when it is let.
    private func numbered() -> (CachedValue<Int>, entered: AsyncStream<Void>, open: AsyncStream<Void>.Continuation) {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let calls = Mutex(0)
        let value = CachedValue<Int>(timing: time.timing) {
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            if number == 1 {
                enter.yield()
                for await _ in gate { break }
            }
            return number
        }
        return (value, entered, open)
    }

    @Test("A list that is forgotten while it is being loaded is not kept, and loaded anew for who asks then")
    func forgottenWhileLoading() async throws {
        let (value, entered, open) = numbered()
        async let loaded = value.value(notOlderThan: .zero)
        for await _ in entered { break }
        await value.forget()
        #expect(try await value.value(notOlderThan: .seconds(60)) == 2)
        open.yield()
        let late = try await loaded
        #expect(late == 1)
        #expect(try await value.value(notOlderThan: .seconds(60)) == 2, "the late one does not replace it")
    }

    @Test("What a forgotten load brings is not kept for who asks after it")
    func forgottenAndEnded() async throws {
        let (value, entered, open) = numbered()
        async let loaded = value.value(notOlderThan: .zero)
        for await _ in entered { break }
        await value.forget()
        open.yield()
        _ = try await loaded
        #expect(try await value.value(notOlderThan: .seconds(60)) == 2, "nothing was kept")
    }

    /// Answers from a script, a method only when its gate lets it.
    private struct GatedHTTP: HTTPTransport {
        let script: ScriptedHTTP
        let method: String
        let entered: AsyncStream<Void>.Continuation
        let gate: AsyncStream<Void>

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            let response = try await script.send(request)
            if request.url.hasSuffix(method) {
                entered.yield()
                for await _ in gate { break }
            }
            return response
        }
    }

    @Test("Somebody who changes while being asked for is asked for again")
    func changedWhileLoading() async throws {
        for change in [WorkspaceChange.person(SlackUser(id: "U1", team_id: "T1", name: "anna")), .many] {
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let (entered, enter) = AsyncStream.makeStream(of: Void.self)
            let http = GatedHTTP(script: workspace(), method: "users.info", entered: enter, gate: gate)
            let messenger = SlackMessenger(
                botToken: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
            async let loaded = messenger.person(PersonID(rawValue: "U1"))
            for await _ in entered { break }
            await follow(messenger, change)
            for _ in 1...2 { open.yield() }
            let before = try await loaded
            #expect(before.membership == .member)
            let after = try await messenger.person(PersonID(rawValue: "U1"))
            #expect(after.membership == .deactivated, "\(change)")
        }
    }

    @Test("What was told of a person while it was loaded makes it unfit to be kept; what was told of others does not")
    func changeLog() {
        var changes = ChangeLog<String>()
        changes.changed("a")
        let first = changes.begin()
        #expect(changes.isUnchanged("a", since: first))
        changes.changed("a")
        #expect(!changes.isUnchanged("a", since: first))
        #expect(changes.isUnchanged("b", since: first))
        let second = changes.begin()
        #expect(changes.isUnchanged("a", since: second), "asked for after the change")
        changes.end()
        #expect(!changes.isUnchanged("a", since: first), "the first one is still on its way")
        changes.allChanged()
        #expect(!changes.isUnchanged("b", since: first))
        changes.end()
        let third = changes.begin()
        #expect(changes.isUnchanged("a", since: third))
    }

    @Test("A revoked token ends the watch with what to mend; a single refusal does not")
    func access() async throws {
        let http = workspace(["chat.postMessage": [.json(#"{"ok":false,"error":"invalid_auth"}"#)]])
        let messenger = messenger(http)
        let watch = Task { try await messenger.watchAccess() }
        await #expect(throws: MessengerError.self) {
            try await messenger.post(.text("a"), in: Conversation(channel: "C1", kind: .channel))
        }
        await http.called("auth.test")
        http.answer("auth.test", with: .json(#"{"ok":false,"error":"token_revoked"}"#))
        await follow(messenger, .access)
        await #expect(
            throws: MessengerError(
                .unauthorized,
                "Slack does not accept the bot token: install the app again and set SLACK_BOT_TOKEN to its new token. "
                    + "(token_revoked)")
        ) { try await watch.value }
    }
}
