import ChatOps
import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("Messages and forms in Slack's form")
struct RenderingTests {
    private static let place = AccountRegion(AccountID("123456789012")!, Region("eu-west-1")!)

    static let hostile =
        "<!channel> <@U1> *bold* _i_ `c` ~s~ <https://evil.example|bank> :boom: & \u{202E}txt.exe\u{202C}"

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder.slack.encode(value), as: UTF8.self)
    }

    private static func text(of blocks: [Block]) throws -> Int {
        try JSONDecoder().decode(JSONValue.self, from: JSONEncoder.slack.encode(blocks)).textLength
    }

    @Test("A place reads as in Slack: a channel by a link to it, direct messages in words, anything else as it is")
    func placeNames() throws {
        func leaf(_ id: String) -> RichTextElement.Leaf? {
            guard case .richText(let elements)? = MessageRenderer.render(.text(RichText([.channel(id)]))).blocks.first,
                case .section(let leaves)? = elements.first
            else { return nil }
            return leaves.first
        }
        #expect(leaf("C024BE91L") == .channel("C024BE91L"))
        #expect(leaf("G024BE91L") == .channel("G024BE91L"))
        #expect(leaf("D024BE91L") == .text("direct messages"))
        #expect(leaf("U024BE91L") == .text("direct messages"))
        #expect(leaf("C0> <!here") == .text("C0> <!here"))
        let json = String(decoding: try JSONEncoder().encode(RichTextElement.Leaf.channel("C1")), as: UTF8.self)
        #expect(json.contains(#""type":"channel""#) && json.contains(#""channel_id":"C1""#))
    }

    @Test("Every block, exactly")
    func snapshot() throws {
        let message = Message(
            summary: "Trail off in a & b",
            blocks: [
                .heading("CloudTrail is off"),
                .paragraph(
                    "In \(bold: "prod") (\(code: "123456789012")), see \(link: "console", "https://x.example/?a=1&b=2") \(person: PersonID(rawValue: "U1"))"
                ),
                .list(["one", "two \(bold: "2")"]),
                .facts([Message.Fact("Region", "eu-west-1"), Message.Fact("Trail", "\(code: "main")")]),
                .code("aws cloudtrail start-logging --name 'main' && echo <done>"),
                .note("as of now"),
                .buttons([
                    Button("Scan again", .scan(Self.place), style: .primary),
                    Button(
                        "Whitelist", .whitelist(Self.place), style: .danger,
                        confirmation: Button.Confirmation(title: "Sure?", text: "It goes quiet.", confirm: "Yes")),
                    Button("Scan again", .scan(Self.place)),
                ]),
            ])
        let rendered = MessageRenderer.render(message)
        let spoken = [
            "Trail off in a &amp; b", "CloudTrail is off", "In prod (123456789012), see console @U1", "one", "two 2",
            "Region: eu-west-1", "Trail: main",
            "aws cloudtrail start-logging --name 'main' &amp;&amp; echo &lt;done&gt;",
            "as of now",
        ]
        #expect(rendered.text == spoken.joined(separator: "\n"))
        let value = #"{\"_0\":{\"account\":\"123456789012\",\"region\":\"eu-west-1\"}}"#
        let expected = [
            #"{"text":{"emoji":false,"text":"CloudTrail is off","type":"plain_text"},"type":"header"}"#,
            #"{"elements":[{"elements":[{"text":"In ","type":"text"},{"style":{"bold":true},"text":"prod","type":"text"},"#
                + #"{"text":" (","type":"text"},{"style":{"code":true},"text":"123456789012","type":"text"},"#
                + #"{"text":"), see ","type":"text"},{"text":"console","type":"link","url":"https://x.example/?a=1&b=2"},"#
                + #"{"text":" ","type":"text"},{"type":"user","user_id":"U1"}],"type":"rich_text_section"}],"type":"rich_text"}"#,
            #"{"elements":[{"elements":[{"elements":[{"text":"one","type":"text"}],"type":"rich_text_section"},"#
                + #"{"elements":[{"text":"two ","type":"text"},{"style":{"bold":true},"text":"2","type":"text"}],"#
                + #""type":"rich_text_section"}],"style":"bullet","type":"rich_text_list"}],"type":"rich_text"}"#,
            #"{"elements":[{"elements":[{"style":{"bold":true},"text":"Region","type":"text"},{"text":": ","type":"text"},"#
                + #"{"text":"eu-west-1","type":"text"},{"text":"\n","type":"text"},"#
                + #"{"style":{"bold":true},"text":"Trail","type":"text"},{"text":": ","type":"text"},"#
                + #"{"style":{"code":true},"text":"main","type":"text"}],"type":"rich_text_section"}],"type":"rich_text"}"#,
            #"{"elements":[{"elements":[{"text":"aws cloudtrail start-logging --name 'main' && echo <done>","type":"text"}],"#
                + #""type":"rich_text_preformatted"}],"type":"rich_text"}"#,
            #"{"elements":[{"emoji":false,"text":"as of now","type":"plain_text"}],"type":"context"}"#,
            #"{"elements":[{"action_id":"scan.0","style":"primary","text":{"emoji":false,"text":"Scan again","#
                + #""type":"plain_text"},"type":"button","value":"{\"scan\":\#(value)}"},"#
                + #"{"action_id":"whitelist.1","confirm":{"confirm":{"emoji":false,"text":"Yes","type":"plain_text"},"#
                + #""deny":{"emoji":false,"text":"Cancel","type":"plain_text"},"text":{"emoji":false,"text":"It goes quiet.","#
                + #""type":"plain_text"},"title":{"emoji":false,"text":"Sure?","type":"plain_text"}},"style":"danger","#
                + #""text":{"emoji":false,"text":"Whitelist","type":"plain_text"},"type":"button","#
                + #""value":"{\"whitelist\":\#(value)}"},"#
                + #"{"action_id":"scan.2","text":{"emoji":false,"text":"Scan again","type":"plain_text"},"type":"button","#
                + #""value":"{\"scan\":\#(value)}"}],"type":"actions"}"#,
        ]
        let blocks = try rendered.blocks.map { try Self.json($0) }
        #expect(blocks.count == expected.count)
        for (block, expectation) in zip(blocks, expected) { #expect(block == expectation) }
    }

    @Test("Hostile text is data wherever it stands")
    func hostile() throws {
        let shown = "<!channel> <@U1> *bold* _i_ `c` ~s~ <https://evil.example|bank> :boom: & txt.exe"
        let message = Message(
            summary: Self.hostile,
            blocks: [
                .heading(Self.hostile), .paragraph(RichText([.plain(Self.hostile)])), .code(Self.hostile),
                .note(RichText([.plain(Self.hostile)])),
                .facts([Message.Fact(Self.hostile, RichText([.bold(Self.hostile)]))]),
                .list([RichText([.code(Self.hostile)])]),
            ])
        let rendered = MessageRenderer.render(message)
        let escaped =
            "&lt;!channel&gt; &lt;@U1&gt; *bold* _i_ `c` ~s~ &lt;https://evil.example|bank&gt; :boom: &amp; txt.exe"
        #expect(rendered.text == "\(escaped)\n\(escaped): \(escaped)")
        #expect(
            rendered.blocks == [
                .header(PlainText(shown, limit: 150)), .richText([.section([.text(shown)])]),
                .richText([.preformatted(shown)]), .context(PlainText(shown, limit: 3000)),
                .richText([.section([.text(shown, .bold), .text(": "), .text(shown, .bold)])]),
                .richText([.list([[.text(shown, .code)]])]),
            ])
        // No text object anywhere lets Slack look for markup.
        #expect(!(try Self.json(rendered.blocks)).contains("mrkdwn"))
    }

    @Test("A link that is none, and a person who is none, are shown as text")
    func badLinks() {
        for url in ["javascript:alert(1)", "http://a b", "https://é.example", "", "https://x/\">"] {
            let rendered = MessageRenderer.render(.text(RichText([.link("text", url: url)])))
            #expect(rendered.blocks == [.richText([.section([.text("text")])])], "\(url)")
        }
        let stranger = MessageRenderer.render(.text(RichText([.person(PersonID(rawValue: "ann> <!here"))])))
        #expect(stranger.blocks == [.richText([.section([.text("@ann> <!here")])])])
    }

    @Test("A note with a link keeps it, as a paragraph")
    func noteWithLink() {
        let rendered = MessageRenderer.render(
            Message(summary: "x", blocks: [.note("see \(link: "this", "https://x.example")")]))
        #expect(rendered.blocks == [.richText([.section([.text("see "), .link("this", url: "https://x.example")])])])
    }

    @Test("A message without blocks, or with empty ones, shows its summary")
    func empty() {
        let expected: [Block] = [.richText([.section([.text("a *summary*")])])]
        #expect(MessageRenderer.render(Message(summary: "a *summary*")).blocks == expected)
        let hollow = Message(
            summary: "a *summary*",
            blocks: [.heading(""), .paragraph(""), .list([]), .facts([]), .code(""), .note(""), .buttons([])])
        #expect(MessageRenderer.render(hollow).blocks == expected)
        #expect(MessageRenderer.render(Message(summary: "")).text == "–")
    }

    @Test("40,000 characters are shortened, and the message says so")
    func long() throws {
        let text = String(repeating: "ü", count: 40_000)
        let message = Message(
            summary: text,
            blocks: (1...6).map { _ in .paragraph(RichText([.plain(text)])) } + [
                .buttons([Button("Scan again", .scan(Self.place))])
            ])
        let rendered = MessageRenderer.render(message)
        #expect(rendered.text == String(repeating: "ü", count: 3999) + "…")
        #expect(rendered.blocks.count == 6, "four paragraphs, the note and the buttons")
        #expect(rendered.blocks[0] == .richText([.section([.text(String(repeating: "ü", count: 2999) + "…")])]))
        #expect(rendered.blocks[4] == Self.shortened)
        #expect(rendered.blocks[5].isActions)
        #expect(try Self.text(of: rendered.blocks) < 13_000)
    }

    private static let shortened = Block.context(
        PlainText("Shortened: Slack does not show longer messages.", limit: 3000))

    @Test("Escaping never takes the fallback text over its limit, nor cuts an escape")
    func fallback() {
        let text = MessageRenderer.fallback(String(repeating: "<", count: 40_000))
        #expect(text.utf16.count <= 4000)
        #expect(text.utf16.count > 3900)
        #expect(text.replacing("&lt;", with: "") == "…")
        #expect(MessageRenderer.fallback("a\u{0}\u{1B}[31mb") == "a[31mb")
    }

    @Test("More than fifty blocks are cut to fifty with a note; buttons at the end stay")
    func manyBlocks() {
        let paragraphs = (1...60).map { Message.Block.paragraph("\($0)") }
        let cut = MessageRenderer.render(Message(summary: "x", blocks: paragraphs)).blocks
        #expect(cut.count == 50)
        #expect(cut[48] == .richText([.section([.text("49")])]))
        #expect(cut[49] == Self.shortened)

        let buttons = Message.Block.buttons([Button("Scan again", .scan(Self.place))])
        let acting = MessageRenderer.render(Message(summary: "x", blocks: paragraphs + [buttons])).blocks
        #expect(acting.count == 50)
        #expect(acting[48] == Self.shortened)
        #expect(acting[49].isActions)
    }

    @Test("More than twenty-five buttons go into several rows, each button with an id of its own")
    func manyButtons() throws {
        let buttons = (1...60).map { Button("\($0)", .scan(Self.place)) }
        let rows = MessageRenderer.render(Message(summary: "x", blocks: [.buttons(buttons)])).blocks.dropFirst()
        let elements: [[ButtonElement]] = rows.map { if case .actions(let row) = $0 { row.buttons } else { [] } }
        #expect(elements.map(\.count) == [25, 25, 10])
        #expect(Set(elements.joined().map(\.action_id)).count == 60)
    }

    @Test("What is too long for its place is shortened there")
    func places() {
        let long = String(repeating: "x", count: 5000)
        func cut(_ length: Int) -> String { String(repeating: "x", count: length - 1) + "…" }
        let button = Button(
            long, .scan(Self.place),
            confirmation: Button.Confirmation(title: long, text: long, confirm: long))
        let rendered = MessageRenderer.render(Message(summary: "x", blocks: [.heading(long), .buttons([button])]))
        #expect(rendered.blocks[0] == .header(PlainText(cut(150), limit: 150)))
        guard case .actions(let row) = rendered.blocks.last, let element = row.buttons.first else {
            return #expect(Bool(false), "no button")
        }
        #expect(element.text.text == cut(75))
        #expect(element.confirm?.title.text == cut(100))
        #expect(element.confirm?.text.text == cut(300))
        #expect(element.confirm?.confirm.text == cut(30))
    }

    @Test("Text is cut between characters, whatever they are made of")
    func cutting() {
        #expect("abcdef".shortened(to: 6) == "abcdef")
        #expect("abcdefg".shortened(to: 6) == "abcde…")
        #expect("👨‍👩‍👧👨‍👩‍👧".shortened(to: 10) == "👨‍👩‍👧…")
        #expect("éééé".shortened(to: 3) == "éé…")
    }

    private static func form(_ title: String, replyURL: String? = nil) -> Form {
        Form(
            title: title, submit: "Accept", introduction: "Why is \(bold: "prod") fine?",
            fields: [
                Form.Field(id: "reason", label: "Reason", placeholder: "because", isMultiline: true, isRequired: true),
                Form.Field(id: "note", label: "Note", isRequired: false),
            ],
            purpose: .whitelist(
                place, conversation: Conversation(channel: "C1", kind: .channel, replyURL: replyURL)))
    }

    @Test("A form, exactly")
    func formSnapshot() throws {
        let view = try #require(FormRenderer.render(Self.form("Whitelist a region for ever")))
        #expect(
            try Self.json(view)
                == #"{"blocks":[{"elements":[{"elements":[{"text":"Why is ","type":"text"},{"style":{"bold":true},"#
                + #""text":"prod","type":"text"},{"text":" fine?","type":"text"}],"type":"rich_text_section"}],"#
                + #""type":"rich_text"},{"block_id":"reason","element":{"action_id":"answer","max_length":3000,"#
                + #""multiline":true,"placeholder":{"emoji":false,"text":"because","type":"plain_text"},"#
                + #""type":"plain_text_input"},"label":{"emoji":false,"text":"Reason","type":"plain_text"},"#
                + #""optional":false,"type":"input"},{"block_id":"note","element":{"action_id":"answer","#
                + #""max_length":3000,"multiline":false,"type":"plain_text_input"},"label":{"emoji":false,"text":"Note","#
                + #""type":"plain_text"},"optional":true,"type":"input"}],"#
                + #""close":{"emoji":false,"text":"Cancel","type":"plain_text"},"#
                + #""private_metadata":"{\"whitelist\":{\"_0\":{\"account\":\"123456789012\",\"region\":\"eu-west-1\"},"#
                + #"\"conversation\":{\"channel\":\"C1\",\"kind\":\"channel\"}}}","#
                + #""submit":{"emoji":false,"text":"Accept","type":"plain_text"},"#
                + #""title":{"emoji":false,"text":"Whitelist a region for …","type":"plain_text"},"type":"modal"}"#)
    }

    @Test("A table is a table where Slack takes it, and named values line by line where it does not")
    func table() throws {
        let small = Table(columns: ["Account", "Since"], rows: [["<b>prod", "today"], ["test", ""]])
        let rendered = MessageRenderer.render(Message(summary: "s", blocks: [.table(small), .table(small)]))
        #expect(rendered.blocks.count == 2)
        #expect(
            try Self.json(rendered.blocks[0])
                == #"{"rows":[[{"text":"Account","type":"raw_text"},{"text":"Since","type":"raw_text"}],"#
                + #"[{"text":"<b>prod","type":"raw_text"},{"text":"today","type":"raw_text"}],"#
                + #"[{"text":"test","type":"raw_text"},{"text":"–","type":"raw_text"}]],"type":"table"}"#)
        #expect(
            rendered.blocks[1]
                == .richText([.list([[.text("Account: <b>prod"), .text("; Since: today")], [.text("Account: test")]])]))
        let large = Table(columns: ["a"], rows: (0..<120).map { ["\($0)"] })
        let list = MessageRenderer.render(Message(summary: "s", blocks: [.table(large)])).blocks
        #expect(list.count == 1 && !list.contains { if case .table = $0 { true } else { false } })
    }

    @Test("Menus carry the action in the id of their block; where that is too long, they are left out")
    func menus() throws {
        let choices = [FormChoice(value: "open", label: "open"), FormChoice(value: "closed", label: "closed")]
        func blocks(_ action: ButtonAction) throws -> String {
            let menus = [
                Menu(field: "issues.status", label: "Status", choices: .these(choices), selected: choices[1]),
                Menu(field: "issues.account", label: "Account", choices: .searched),
            ]
            return try Self.json(
                MessageRenderer.render(Message(summary: "s", blocks: [.menus(menus, of: action)])).blocks)
        }
        let json = try blocks(.issues(IssueQuery(page: 2)))
        #expect(json.contains(#""block_id":"{\"issues\":{\"_0\":{\"p\":2}}}""#))
        #expect(
            json.contains(
                #""initial_option":{"text":{"emoji":false,"text":"closed","type":"plain_text"},"value":"closed"}"#))
        #expect(json.contains(#""action_id":"issues.account","min_query_length":0"#))
        #expect(try !blocks(.command(String(repeating: "x", count: 300))).contains("external_select"))
    }

    @Test("A form whose purpose does not fit is refused, not cut")
    func formTooLarge() {
        #expect(FormRenderer.render(Self.form("x", replyURL: String(repeating: "u", count: 3000))) == nil)
    }

    @Test(
        "Whatever is rendered is valid by Block Kit's schema",
        .enabled(if: Contracts.hasValidator, "the contracts are not beside the project, or python3 has no jsonschema"))
    func schema() throws {
        let long = String(repeating: "<x> ", count: 10_000)
        let buttons = (1...60).map { Button($0 == 1 ? "" : long, .ticket(Self.place), style: .danger) }
        let messages = [
            Message.text("hello"), Message(summary: ""), Message(summary: Self.hostile),
            Message(
                summary: long,
                blocks: [Self.hostile, long, "", " ", "\u{202E}"].flatMap { text -> [Message.Block] in
                    let runs: [RichText.Run] = [
                        .plain(text), .bold(text), .code(text), .link(text, url: text),
                        .link(text, url: "https://x.example"), .person(PersonID(rawValue: text)),
                        .person(PersonID(rawValue: "U0123ABCD")),
                    ]
                    return [
                        .heading(text), .paragraph(RichText(runs)), .list([RichText(runs), ""]), .code(text),
                        .facts([Message.Fact(text, RichText(runs))]), .note(RichText(runs)),
                        .note(RichText([.plain(text)])),
                    ]
                } + [.buttons(buttons)]),
            Message(
                summary: "list",
                blocks: [
                    .table(Table(columns: ["a", ""], rows: [[Self.hostile, ""]])),
                    .menus(
                        [
                            Menu(field: "f", label: "", choices: .these([FormChoice(value: "v", label: "")])),
                            Menu(field: "g", label: Self.hostile, choices: .searched),
                        ], of: .issues(IssueQuery())),
                ]),
        ]
        let blocks = try messages.map { try Self.json(MessageRenderer.render($0).blocks) }
        #expect(try Contracts.violations(of: blocks, definition: nil) == "")
        let forms = try [Self.form("x"), Self.form(long), Self.form("")].map { try Self.json(FormRenderer.render($0)) }
        #expect(try Contracts.violations(of: forms, definition: "modal_view") == "")
        #expect(try Contracts.violations(of: ["{}"], definition: "modal_view") != "", "the check checks")
    }
}

extension JSONValue {
    /// The length of all strings in it under `text`.
    fileprivate var textLength: Int {
        switch self {
        case .object(let members):
            members.reduce(0) { $0 + ($1.key == "text" ? $1.value.string?.utf16.count ?? 0 : 0) + $1.value.textLength }
        case .array(let items): items.reduce(0) { $0 + $1.textLength }
        default: 0
        }
    }
}

extension ActionsBlock {
    fileprivate var buttons: [ButtonElement] {
        elements.compactMap { if case .button(let button) = $0 { button } else { nil } }
    }
}
