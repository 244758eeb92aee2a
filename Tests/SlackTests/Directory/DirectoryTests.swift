import ChatOps
import Networking
import Testing

@testable import Slack

@Suite("Finding people and channels")
struct DirectoryTests {
    private let time = ManualTime()

    static let identity = ScriptedHTTP.Reply.json(#"{"ok":true,"user_id":"UBOT","team_id":"T1"}"#)

    private func messenger(_ http: ScriptedHTTP) -> SlackMessenger {
        SlackMessenger(
            botToken: Rotating(Secret("xoxb-1")), http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
    }

    private func workspace(_ more: [String: [ScriptedHTTP.Reply]] = [:]) -> ScriptedHTTP {
        let script: [String: [ScriptedHTTP.Reply]] = [
            "auth.test": [Self.identity],
            "users.list": [
                .json(
                    #"{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"ann","profile":{"display_name":"Annie"}},"#
                        + #"{"id":"U2","team_id":"T1","name":"bob","real_name":"Sam Smith"}],"#
                        + #""response_metadata":{"next_cursor":"2"}}"#),
                .json(
                    #"{"ok":true,"members":[{"id":"U3","team_id":"T1","name":"cyd","real_name":"Sam Smith"},"#
                        + #"{"id":"U4","team_id":"T1","name":"dan","deleted":true},"#
                        + #"{"id":"U5","team_id":"T1","name":"annie"},{"id":"U6","name":"robot","is_bot":true}]}"#),
            ],
            "conversations.list": [
                .json(
                    #"{"ok":true,"channels":[{"id":"C1","name":"ops"}],"response_metadata":{"next_cursor":"x"}}"#),
                .json(#"{"ok":true,"channels":[{"id":"C2","name":"security"}]}"#),
            ],
            "conversations.open": [.json(#"{"ok":true,"channel":{"id":"D1"}}"#)],
        ]
        return ScriptedHTTP(script.merging(more, uniquingKeysWith: { $1 }))
    }

    @Test("A recipient is what it looks like")
    func recipients() {
        let expected: [(String, Recipient)] = [
            ("C0123ABCD", .channel("C0123ABCD")), ("#C0123ABCD", .channel("C0123ABCD")),
            ("G0123ABCD", .channel("G0123ABCD")), ("D0123ABCD", .direct("D0123ABCD")),
            ("U0123ABCD", .person(PersonID(rawValue: "U0123ABCD"))),
            ("W0123ABCD", .person(PersonID(rawValue: "W0123ABCD"))), ("#ops", .channelName("ops")),
            ("@ann", .name("ann")), ("ann", .name("ann")), ("Ursula", .name("Ursula")), ("CHRIS", .name("CHRIS")),
            ("ann@x.example", .email("ann@x.example")), ("", .name("")),
        ]
        for (text, recipient) in expected { #expect(Recipient(text) == recipient, "\(text)") }
    }

    @Test("A channel is found by name on whatever page it is, and the list is kept")
    func channel() async throws {
        let http = workspace()
        let messenger = messenger(http)
        #expect(try await messenger.conversation(with: "#security") == Conversation(channel: "C2", kind: .channel))
        #expect(try await messenger.conversation(with: "#Ops") == Conversation(channel: "C1", kind: .channel))
        #expect(http.methods == ["conversations.list", "conversations.list"])
    }

    @Test("A channel that is not there is looked for again, at most once a minute")
    func missingChannel() async throws {
        let page = ScriptedHTTP.Reply.json(#"{"ok":true,"channels":[{"id":"C1","name":"ops"}]}"#)
        let grown = ScriptedHTTP.Reply.json(#"{"ok":true,"channels":[{"id":"C9","name":"new"}]}"#)
        let http = workspace(["conversations.list": [page, grown]])
        let messenger = messenger(http)
        for _ in 1...3 {
            await #expect(
                throws: MessengerError(
                    .notFound, "There is no channel #new, or it is archived, or private without the bot in it.")
            ) { try await messenger.conversation(with: "#new") }
        }
        #expect(http.calls.count == 1)
        time.advance(by: .seconds(61))
        #expect(try await messenger.conversation(with: "#new") == Conversation(channel: "C9", kind: .channel))
        #expect(http.calls.count == 2)
    }

    @Test("Ids need no look-up; a person's direct conversation is opened once")
    func ids() async throws {
        let http = workspace(["users.info": [.json(#"{"ok":true,"user":{"id":"U1","team_id":"T1"}}"#)]])
        let messenger = messenger(http)
        #expect(try await messenger.conversation(with: "C0123") == Conversation(channel: "C0123", kind: .channel))
        #expect(try await messenger.conversation(with: "D0123") == Conversation(channel: "D0123", kind: .direct))
        #expect(http.calls.isEmpty)
        for _ in 1...2 {
            #expect(try await messenger.conversation(with: "U1") == Conversation(channel: "D1", kind: .direct))
        }
        #expect(http.methods == ["auth.test", "users.info", "conversations.open"])
        #expect(http.calls.last?.body == #"{"users":"U1"}"#)
    }

    @Test("A person is found by e-mail")
    func email() async throws {
        let user = #"{"ok":true,"user":{"id":"U7","team_id":"T1","profile":{"email":"eve@x.example"}}}"#
        let http = workspace([
            "users.lookupByEmail": [.json(user), .json(#"{"ok":false,"error":"users_not_found"}"#)]
        ])
        let messenger = messenger(http)
        for _ in 1...2 { #expect(try await messenger.conversation(with: "Eve@x.example").channel == "D1") }
        #expect(http.methods == ["auth.test", "users.lookupByEmail", "conversations.open"], "once for both")
        await #expect(
            throws: MessengerError(.notFound, "Slack knows nobody with this e-mail address. (users_not_found)")
        ) { try await messenger.conversation(with: "nobody@x.example") }
    }

    @Test("A person is found by handle before any other name, on whatever page")
    func names() async throws {
        let http = workspace()
        let messenger = messenger(http)
        for (name, id) in [("ann", "U1"), ("@Bob", "U2"), ("annie", "U5")] {
            _ = try await messenger.conversation(with: name)
            #expect(http.calls.last?.body == #"{"users":"\#(id)"}"#)
        }
        #expect(http.methods.filter { $0 == "users.list" }.count == 2, "two pages, read once")
    }

    @Test("A name that is nobody's, several people's, somebody's who left or a bot's is told apart")
    func wrongNames() async throws {
        let expected = [
            "zoe": MessengerError(.notFound, "Slack knows nobody called zoe."),
            "Sam Smith": MessengerError(
                .notFound, "Several people in Slack are called Sam Smith: name the one by e-mail address or id."),
            "@dan": MessengerError(.unreachable, "The Slack account of @dan is deactivated."),
            "robot": MessengerError(.unreachable, "robot is a bot, which takes no direct messages."),
        ]
        let messenger = messenger(workspace())
        for (name, error) in expected {
            await #expect(throws: error) { try await messenger.conversation(with: name) }
        }
    }

    static let memberships: [(String, Person.Membership)] = [
        (#"{"id":"U1","team_id":"T1"}"#, .member),
        (#"{"id":"U1"}"#, .member),
        (#"{"id":"U1","team_id":"T1","is_restricted":true}"#, .guest),
        (#"{"id":"U1","team_id":"T1","is_ultra_restricted":true}"#, .guest),
        (#"{"id":"U1","team_id":"T1","is_stranger":true}"#, .stranger),
        (#"{"id":"U1","team_id":"T2"}"#, .stranger),
        (#"{"id":"U1","team_id":"E1","enterprise_user":{"teams":["T0","T1"]}}"#, .member),
        (#"{"id":"U1","team_id":"E1","enterprise_user":{"teams":["T0"]}}"#, .stranger),
        (#"{"id":"U1","team_id":"T1","is_bot":true}"#, .bot),
        (#"{"id":"USLACKBOT","team_id":"T1","is_bot":false}"#, .bot),
        (#"{"id":"U1","team_id":"T1","deleted":true,"is_restricted":true}"#, .deactivated),
    ]

    @Test("What kind of member somebody is", arguments: memberships)
    func membership(user: String, expected: Person.Membership) async throws {
        let http = workspace(["users.info": [.json(#"{"ok":true,"user":\#(user)}"#)]])
        #expect(try await messenger(http).person(PersonID(rawValue: "U1")).membership == expected)
    }

    @Test("A person has all their names, and is asked for once in ten minutes")
    func person() async throws {
        let user =
            #"{"id":"U1","team_id":"T1","name":"ann","real_name":"Ann Lee","profile":{"display_name":"Annie","#
            + #""real_name":"Ann Lee","email":"ann@x.example"}}"#
        let http = workspace(["users.info": [.json(#"{"ok":true,"user":\#(user)}"#)]])
        let messenger = messenger(http)
        let id = PersonID(rawValue: "U1")
        for _ in 1...2 {
            #expect(
                try await messenger.person(id)
                    == Person(id: id, names: ["ann", "Annie", "Ann Lee"], email: "ann@x.example"))
        }
        #expect(http.methods == ["auth.test", "users.info"])
        time.advance(by: .seconds(601))
        _ = try await messenger.person(id)
        #expect(http.methods == ["auth.test", "users.info", "users.info"])
    }

    @Test("Many who ask at once cause one look-up")
    func singleFlight() async throws {
        let http = workspace()
        let messenger = messenger(http)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 { group.addTask { _ = try await messenger.conversation(with: "#ops") } }
            try await group.waitForAll()
        }
        #expect(http.calls.count == 2, "the two pages")
    }

    @Test("A look-up that failed is not remembered")
    func failure() async throws {
        let http = workspace([
            "conversations.list": [
                .json(#"{"ok":false,"error":"invalid_auth"}"#),
                .json(#"{"ok":true,"channels":[{"id":"C1","name":"ops"}]}"#),
            ]
        ])
        let messenger = messenger(http)
        await #expect(throws: MessengerError.self) { try await messenger.conversation(with: "#ops") }
        #expect(try await messenger.conversation(with: "#ops").channel == "C1")
    }

    @Test("The bot says who it is")
    func identity() async throws {
        let bot = try await messenger(workspace()).identity()
        #expect(bot.userID == "UBOT")
    }
}

@Suite("What is remembered for a while")
struct AgingCacheTests {
    @Test("A value is kept until it is too old, and no more values than the limit")
    func cache() {
        let start = ContinuousClock.now
        var cache = AgingCache<String, Int>(age: .seconds(10), limit: 2)
        cache.keep(1, for: "a", now: start)
        #expect(cache.value(for: "a", now: start + .seconds(10)) == 1)
        #expect(cache.value(for: "a", now: start + .seconds(11)) == nil)
        cache.keep(2, for: "b", now: start)
        cache.keep(3, for: "a", now: start)
        #expect(cache.value(for: "b", now: start) == 2)
        cache.keep(4, for: "c", now: start)
        #expect(cache.value(for: "a", now: start) == nil)
        #expect(cache.value(for: "c", now: start) == 4)
    }
}
