import ChatOps
import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("Envelopes become requests")
struct RequestDecoderTests {
    private func decode(_ frame: String) -> RequestDecoder.Outcome {
        RequestDecoder.decode(Data(frame.utf8))
    }

    private func event(_ event: String, id: String = #""Ev1""#) -> String {
        #"{"envelope_id":"a","type":"events_api","payload":{"event":\#(event),"event_id":\#(id),"#
            + #""authorizations":[{"user_id":"UBOT","is_bot":true}]}}"#
    }

    private static let place = AccountRegion(AccountID("123456789012")!, Region("eu-west-1")!)

    @Test("Mistake 11, duplicates: an event is known by its event_id, whatever envelope brings it")
    func eventKey() {
        let frames = ["e1", "e2"].map { id in
            #"{"envelope_id":"\#(id)","type":"events_api","retry_attempt":1,"payload":{"event_id":"Ev1","event":{"#
                + #""type":"app_mention","user":"U1","text":"ping","channel":"C1","ts":"1.1"}}}"#
        }
        let ids = frames.map { frame -> String? in
            if case .request(let request) = RequestDecoder.decode(Data(frame.utf8)) { request.id } else { nil }
        }
        #expect(ids == ["event:Ev1", "event:Ev1"])
    }

    @Test("A mention in a channel is answered in the channel")
    func mention() {
        let frame = event(#"{"type":"app_mention","user":"U1","text":"<@UBOT> ping","channel":"C1","ts":"1.1"}"#)
        let expected = ChatRequest(
            id: "event:Ev1", person: PersonID(rawValue: "U1"),
            conversation: Conversation(channel: "C1", kind: .channel), input: .text("ping"), said: "1.1")
        #expect(decode(frame) == .request(expected))
    }

    @Test("A mention in a thread is answered in the thread")
    func thread() {
        let frame = event(
            #"{"type":"app_mention","user":"U1","text":"<@UBOT> ping","channel":"C1","ts":"2.2","thread_ts":"1.1"}"#)
        let expected = ChatRequest(
            id: "event:Ev1", person: PersonID(rawValue: "U1"),
            conversation: Conversation(channel: "C1", kind: .channel, thread: "1.1"), input: .text("ping"), said: "2.2")
        #expect(decode(frame) == .request(expected))
    }

    @Test("A direct message is one of a direct conversation")
    func direct() {
        let frame = event(
            #"{"type":"message","channel_type":"im","user":"U1","text":"scan all","channel":"D1","ts":"1.1"}"#)
        let expected = ChatRequest(
            id: "event:Ev1", person: PersonID(rawValue: "U1"),
            conversation: Conversation(channel: "D1", kind: .direct), input: .text("scan all"), said: "1.1")
        #expect(decode(frame) == .request(expected))
    }

    @Test("An event without an id is known by its message")
    func missingEventID() throws {
        let frame = event(
            #"{"type":"app_mention","user":"U1","text":"<@UBOT> ping","channel":"C1","ts":"1.1"}"#, id: "null")
        guard case .request(let request) = decode(frame) else { return #expect(Bool(false), "no request") }
        #expect(request.id == "event:C1:1.1")
    }

    @Test("The bot does not talk to itself")
    func ownMessage() {
        let frame = event(#"{"type":"app_mention","user":"UBOT","text":"<@UBOT> ping","channel":"C1","ts":"1.1"}"#)
        #expect(decode(frame) == .ignored("the bot's own message"))
    }

    @Test("A slash command brings its way to be answered")
    func slash() {
        let frame = #"""
            {"envelope_id":"a","type":"slash_commands","accepts_response_payload":true,"payload":{"command":"/cloudbot",
            "text":"scan account <mailto:a@b.example|a@b.example> ","channel_id":"C1","user_id":"U1","trigger_id":"T.1",
            "response_url":"https://hooks.slack.test/1"}}
            """#
        let expected = ChatRequest(
            id: "slash:T.1", person: PersonID(rawValue: "U1"),
            conversation: Conversation(channel: "C1", kind: .channel, replyURL: "https://hooks.slack.test/1"),
            input: .text("scan account a@b.example", trigger: "T.1"))
        #expect(decode(frame) == .request(expected))
    }

    private func press(value: String, trigger: String = #""T.1""#, container: String) -> String {
        #"{"envelope_id":"a","type":"interactive","payload":{"type":"block_actions","user":{"id":"U1"},"#
            + #""trigger_id":\#(trigger),"response_url":"https://hooks.slack.test/1","container":\#(container),"#
            + #""actions":[{"type":"button","action_id":"scan.0","action_ts":"9.9","value":\#(value)}]}}"#
    }

    private static let scanValue =
        #""{\"scan\":{\"_0\":{\"account\":\"123456789012\",\"region\":\"eu-west-1\"}}}""#

    @Test("A press of a button is what the button does, on its message and in its thread")
    func button() {
        let frame = press(
            value: Self.scanValue, container: #"{"channel_id":"C1","message_ts":"2.2","thread_ts":"1.1"}"#)
        let expected = ChatRequest(
            id: "press:T.1", person: PersonID(rawValue: "U1"),
            conversation: Conversation(
                channel: "C1", kind: .channel, thread: "1.1", replyURL: "https://hooks.slack.test/1"),
            input: .button(.scan(Self.place), on: MessageReference(channel: "C1", id: "2.2"), trigger: "T.1"))
        #expect(decode(frame) == .request(expected))
    }

    @Test("Mistake 11, duplicates: a press without a trigger is known by action, time and message")
    func buttonWithoutTrigger() {
        let frame = press(
            value: Self.scanValue, trigger: "null", container: #"{"channel_id":"C1","message_ts":"2.2"}"#)
        guard case .request(let request) = decode(frame) else { return #expect(Bool(false), "no request") }
        #expect(request.id == "press:scan.0:9.9:C1:2.2")
    }

    @Test("A press on what one person alone sees has no message to answer under")
    func ephemeral() {
        let frame = press(
            value: Self.scanValue, container: #"{"channel_id":"C1","message_ts":"2.2","is_ephemeral":true}"#)
        guard case .request(let request) = decode(frame) else { return #expect(Bool(false), "no request") }
        #expect(request.input == .button(.scan(Self.place), on: nil, trigger: "T.1"))
    }

    @Test("A choice from a menu is the action of its block with what was chosen")
    func menu() {
        let action =
            #""type":"static_select","action_id":"issues.status","action_ts":"9.9","#
            + #""block_id":"{\"issues\":{\"_0\":{\"p\":3}}}","selected_option":{"value":"open"}"#
        let frame =
            #"{"envelope_id":"a","type":"interactive","payload":{"type":"block_actions","user":{"id":"U1"},"#
            + #""trigger_id":"T.1","container":{"channel_id":"C1","message_ts":"2.2"},"actions":[{\#(action)}]}}"#
        guard case .request(let request) = decode(frame) else { return #expect(Bool(false), "no request") }
        #expect(
            request.input
                == .button(
                    .issues(IssueQuery(statuses: [.open])), on: MessageReference(channel: "C1", id: "2.2"),
                    trigger: "T.1"))
    }

    @Test(
        "A choice is never taken for a button of its message: where the action is too long for an id, only the button of the same list stands for it"
    )
    func longMenu() throws {
        let accounts = (0..<100).map { AccountID(String(100_000_000_000 + $0))! }
        let query = IssueQuery(accounts: accounts, page: 3)
        let buttons = [
            Button("1: a", .issue(Self.place)), Button("2: b", .issues(IssueQuery(cause: .noTrail(accounts[0])))),
            Button("3: c", .issues(IssueQuery(accounts: accounts, cause: .noTrail(accounts[0])))),
        ]
        let menu = Menu(
            field: "issues.status", label: "Status", choices: .these([FormChoice(value: "open", label: "open")]))
        func chosen(_ buttons: [Button]) throws -> RequestDecoder.Outcome? {
            let blocks = MessageRenderer.render(
                Message(summary: "s", blocks: [.buttons(buttons), .menus([menu], of: .issues(query))])
            ).blocks
            let json = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder.slack.encode(blocks))
            for block in json.array ?? [] {
                #expect((block["block_id"]?.string?.count ?? 0) <= 255)
                for element in block["elements"]?.array ?? [] {
                    #expect((element["action_id"]?.string?.count ?? 0) <= 255)
                }
            }
            guard let id = json.array?.last?["block_id"]?.string else { return nil }
            let frame: JSONValue = [
                "envelope_id": "a", "type": "interactive",
                "payload": [
                    "type": "block_actions", "user": ["id": "U1"], "trigger_id": "T.1",
                    "container": ["channel_id": "C1", "message_ts": "2.2"], "message": ["blocks": json],
                    "actions": [
                        [
                            "type": "static_select", "action_id": "issues.status", "block_id": .string(id),
                            "selected_option": ["value": "open"],
                        ]
                    ],
                ],
            ]
            return decode(String(decoding: try JSONEncoder().encode(frame), as: UTF8.self))
        }
        #expect(try chosen(buttons) == nil, "without such a button there is no menu")
        guard case .request(let request)? = try chosen(buttons + [Button("Refresh", .issues(query))]) else {
            return #expect(Bool(false), "no request")
        }
        #expect(
            request.input
                == .button(
                    .issues(IssueQuery(accounts: accounts, statuses: [.open])),
                    on: MessageReference(channel: "C1", id: "2.2"), trigger: "T.1"))
        let value = Data(#"{"issue":{"_0":{"account":"111111111111","region":"eu-west-1"}}}"#.utf8)
        #expect(
            (try? JSONDecoder().decode(ButtonAction.self, from: value))?.choosing("open", for: "issues.status") == nil)
    }

    @Test("Whoever opens the home tab looks at the home; the other tabs are nothing")
    func homeOpened() {
        func frame(_ tab: String) -> String {
            event(#"{"type":"app_home_opened","user":"U1","channel":"D1","event_ts":"1.1","tab":"\#(tab)"}"#)
        }
        guard case .request(let request) = decode(frame("home")) else { return #expect(Bool(false), "no request") }
        #expect(request.input == .homeOpened)
        #expect(request.conversation == Conversation(channel: "U1", kind: .direct))
        #expect(decode(frame("messages")) == .ignored("another tab of the app's home"))
        #expect(Acknowledger.receive(Data(frame("home").utf8)).route == .request)
    }

    @Test("A press on the home is answered to the person directly")
    func pressAtHome() {
        let frame = press(value: Self.scanValue, container: #"{"type":"view","view_id":"V1"}"#)
        guard case .request(let request) = decode(frame) else { return #expect(Bool(false), "no request") }
        #expect(request.conversation == Conversation(channel: "U1", kind: .direct))
        #expect(request.input == .button(.scan(Self.place), on: nil, trigger: "T.1"))
    }

    @Test("A shortcut brings all that people read in its message, and answers in its thread")
    func shortcut() {
        func frame(_ message: String, callback: String = "look_at_this") -> String {
            #"{"envelope_id":"a","type":"interactive","payload":{"type":"message_action","user":{"id":"U1"},"#
                + #""callback_id":"\#(callback)","trigger_id":"T.1","response_url":"https://hooks.slack.test/1","#
                + #""message_ts":"2.2","channel":{"id":"C1"},"message":\#(message)}}"#
        }
        let plain = #"{"text":"is <@U2> &amp; payments fine","ts":"2.2","thread_ts":"1.1"}"#
        guard case .request(let request) = decode(frame(plain)) else { return #expect(Bool(false), "no request") }
        #expect(request.input == .shortcut(text: "is @U2 & payments fine"))
        #expect(request.id == "shortcut:T.1")
        #expect(
            request.conversation
                == Conversation(channel: "C1", kind: .channel, thread: "1.1", replyURL: "https://hooks.slack.test/1"))
        let blocks =
            #"{"text":"short","blocks":[{"type":"header","text":{"type":"plain_text","text":"Off"}},{"type":"rich_text","#
            + #""elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"in prod"}]}]}]}"#
        guard case .request(let rich) = decode(frame(blocks)) else { return #expect(Bool(false), "no request") }
        #expect(rich.input == .shortcut(text: "Off\nin prod"))
        #expect(decode(frame(plain, callback: "other")) == .ignored("a shortcut that is none of this program"))
    }

    @Test("A press of somebody else's button is ignored")
    func strangeButton() {
        for value in [#""unknown-button""#, "null", #""{\"erase\":{}}""#] {
            let frame = press(value: value, container: #"{"channel_id":"C1","message_ts":"2.2"}"#)
            #expect(decode(frame) == .ignored("a press of something that is no button of this program"))
        }
    }

    @Test("A form comes back with its purpose and its answers")
    func form() throws {
        let conversation = Conversation(channel: "C1", kind: .channel, thread: "1.1")
        let view = try #require(
            FormRenderer.render(
                Form(
                    title: "Whitelist", submit: "Accept", introduction: "",
                    fields: [
                        Form.Field(id: "reason", label: "Why?", isRequired: true),
                        Form.Field(id: "note", label: "Note", isRequired: false),
                    ], purpose: .whitelist(Self.place, conversation: conversation))))
        let metadata = String(decoding: try JSONEncoder.slack.encode(view.private_metadata), as: UTF8.self)
        let frame = #"""
            {"envelope_id":"a","type":"interactive","payload":{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1",
            "hash":"1.a","private_metadata":\#(metadata),"state":{"values":{"reason":{"answer":{"type":"plain_text_input",
            "value":"known"}},"note":{"answer":{"type":"plain_text_input","value":null}}}}}}}
            """#
        let expected = ChatRequest(
            id: "form:V1:1.a", person: PersonID(rawValue: "U1"), conversation: conversation,
            input: .form(
                FormSubmission(
                    purpose: .whitelist(Self.place, conversation: conversation), answers: ["reason": "known"])))
        #expect(decode(frame) == .request(expected))
    }

    @Test("A form of somebody else, a closed form and unknown kinds are ignored")
    func ignored() {
        let submission = #"{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","private_metadata":""}}"#
        #expect(
            decode(#"{"type":"interactive","payload":\#(submission)}"#)
                == .ignored("a form that is none of this program"))
        #expect(
            decode(#"{"type":"interactive","payload":{"type":"view_closed"}}"#)
                == .ignored("an interaction of kind view_closed"))
        #expect(decode(#"{"type":"brand_new","payload":7}"#) == .ignored("an envelope of kind brand_new"))
    }

    @Test(
        "What cannot be read is said, not fatal",
        arguments: [
            "", "{", "[]", "{}", #"{"type":"events_api"}"#, #"{"type":"events_api","payload":{"event":7}}"#,
            #"{"type":"slash_commands","payload":{"channel_id":"C1"}}"#, #"{"type":"interactive","payload":"x"}"#,
        ])
    func unreadable(frame: String) {
        guard case .unreadable(let what) = decode(frame) else { return #expect(Bool(false), "it was read") }
        #expect(what.hasPrefix("an envelope could not be decoded"))
    }

    @Test(
        "Slack's published payloads decode",
        .enabled(if: Contracts.folder != nil, "the contracts are not beside the project"),
        arguments: [
            ("AppMentionPayload", "events_api"), ("SlashCommandPayload", "slash_commands"),
            ("BlockActionPayload", "interactive"), ("ViewSubmissionPayload", "interactive"),
            ("ViewClosedPayload", "interactive"),
        ])
    func samples(name: String, type: String) throws {
        let frame = #"{"envelope_id":"a-1","payload":\#(try Contracts.sample(name)),"type":"\#(type)"}"#
        #expect(Acknowledger.receive(Data(frame.utf8)).acknowledgement == Data(#"{"envelope_id":"a-1"}"#.utf8))
        if case .unreadable(let what) = decode(frame) { Issue.record("\(what)") }
    }

    @Test(
        "Events nobody asked the bot for are dropped undecoded",
        .enabled(if: Contracts.folder != nil, "the contracts are not beside the project"),
        arguments: ["MemberJoinedChannelPayload", "AppRateLimitedPayload"])
    func otherSamples(name: String) throws {
        let frame = #"{"envelope_id":"a-1","payload":\#(try Contracts.sample(name)),"type":"events_api"}"#
        #expect(
            Acknowledger.receive(Data(frame.utf8))
                == Acknowledger(acknowledgement: Data(#"{"envelope_id":"a-1"}"#.utf8), route: .dropped))
    }
}
