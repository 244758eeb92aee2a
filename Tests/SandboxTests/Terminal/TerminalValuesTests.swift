import Networking
import Testing

@testable import Sandbox

@Suite struct TerminalValuesTests {
    @Test(
        "Lines mean what the help says",
        arguments: [
            ("", .nothing), ("help", .help), ("quit", .quit), ("press 2", .press(message: nil, button: 2)),
            ("press 3 1", .press(message: 3, button: 1)), ("press on", .direct("press on")),
            ("in #ops", .enter(channel: "ops")), ("in ops", .direct("in ops")), ("as @bob", .become(person: "bob")),
            ("as bob", .become(person: "bob")), ("/trailwatch scan all", .slash("scan all")),
            ("@trailwatch ping", .mention("@trailwatch ping")), ("  scan all", .direct("scan all")),
            ("help me", .direct("help me")),
        ] as [(String, TerminalCommand)])
    func commands(line: String, command: TerminalCommand) {
        #expect(TerminalCommand(line, bot: "trailwatch", slash: "/trailwatch") == command)
    }

    // MARK: Answers

    private func message(_ ts: String, channel: String = "D", provisional: Bool = false, audience: String? = nil)
        -> PostedMessage
    {
        PostedMessage(
            channel: channel, ts: ts, author: "B", text: "",
            metadata: provisional ? ["event_type": .string(PostedMessage.provisionalEvent)] : .none, audience: audience)
    }

    private var watch: AnswerWatch { AnswerWatch(person: "A", place: .init(channel: "D"), bot: "B", now: 0) }

    @Test("An answer is complete when it came and nothing followed for 0.4 s")
    func complete() {
        var watch = watch
        #expect(watch.verdict(now: 0) == .wait(30))
        watch.note(.posted(message("1")), now: 5)
        #expect(watch.verdict(now: 5.25) != .complete)
        watch.note(.posted(message("2", channel: "C")), now: 5.25)
        #expect(watch.verdict(now: 5.5) != .complete)
        #expect(watch.verdict(now: 5.75) == .complete)
    }

    @Test("A provisional message is no answer until it is replaced")
    func provisional() {
        var watch = watch
        watch.note(.posted(message("1", provisional: true)), now: 1)
        #expect(watch.verdict(now: 20) == .wait(11))
        watch.note(.edited(message("1", provisional: true)), now: 20)
        #expect(watch.verdict(now: 49) == .wait(1))
        watch.note(.edited(message("1")), now: 49)
        #expect(watch.verdict(now: 49.5) == .complete)
    }

    @Test("What others are told elsewhere, or alone, is no answer; thirty seconds without one are enough")
    func gaveUp() {
        var watch = watch
        watch.note(.posted(message("1", channel: "C")), now: 1)
        watch.note(.posted(message("2", audience: "Z")), now: 2)
        watch.note(.acknowledged(EnvelopeRecord(id: "", type: "", attempt: 0, connection: 1, payload: .null)), now: 3)
        #expect(watch.verdict(now: 31) == .wait(1))
        #expect(watch.verdict(now: 32) == .gaveUp)
    }

    @Test("In a channel, the thread of what was pressed, its edits and whispers are the answer, and alerts are not")
    func channels() {
        let place = AnswerWatch.Place(channel: "C", origin: "7")
        var reply = message("8", channel: "C")
        #expect(!place.takes(reply))
        #expect(place.takes(message("7", channel: "C")))
        #expect(place.takes(message("9", channel: "C", audience: "A")))
        reply.thread = "7"
        #expect(place.takes(reply))
        #expect(!place.takes(message("7")))
    }

    @Test("A form counts when it has more than a loading text; so does Slack's own word of failure")
    func forms() {
        var watch = watch
        let loading = Modal(id: "V", person: "A", hash: "", view: ["blocks": []])
        watch.note(.modalOpened(loading), now: 0)
        #expect(watch.verdict(now: 1) == .wait(29))
        var full = loading
        full.view = ["submit": [:], "blocks": []]
        watch.note(.modalUpdated(full), now: 1)
        #expect(watch.verdict(now: 2) == .complete)
        var failed = self.watch
        failed.note(.failed(to: "A", channel: nil, text: ""), now: 0)
        #expect(failed.verdict(now: 1) == .complete)
    }

    // MARK: Forms

    private static let form: JSONValue = [
        "blocks": [
            ["type": "section", "text": ["type": "plain_text", "text": "intro"]],
            [
                "type": "input", "block_id": "why", "label": ["type": "plain_text", "text": "Why"],
                "element": ["type": "plain_text_input", "action_id": "text"],
            ],
            [
                "type": "input", "block_id": "days", "optional": true, "label": ["type": "plain_text", "text": "Days"],
                "element": [
                    "type": "static_select", "action_id": "pick",
                    "options": [
                        ["text": ["type": "plain_text", "text": "7 days"], "value": "7"],
                        ["text": ["type": "plain_text", "text": "30 days"], "value": "30"],
                    ],
                ],
            ],
        ]
    ]

    @Test("A form is filled in field by field, and a wrong answer is asked again")
    func filling() {
        var filling = FormFilling(Modal(id: "V", person: "A", hash: "", view: Self.form))
        #expect(filling.next?.label == "Why")
        #expect(filling.take("") == "Why is needed.")
        #expect(filling.take("because") == nil)
        #expect(filling.take("9 days") == "Choose one of: 1 7 days, 2 30 days.")
        #expect(filling.take("2") == nil)
        #expect(filling.next == nil)
        #expect(filling.values["why"]?["text"] == ["type": "plain_text_input", "value": "because"])
        #expect(filling.values["days"]?["pick"]?["selected_option"]?["value"] == "30")
    }
}
