import FoundationEssentials
import Networking
import Testing

@testable import Slack

@Suite("Blocks keep Slack's limits by themselves")
struct BlockTests {
    private static let long = String(repeating: "x", count: 20_000)
    private static let options = (1...150).compactMap { Slack.Option("choice \($0)", value: "\($0)") }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder.slack.encode(value), as: UTF8.self)
    }

    private static func tree(_ value: some Encodable) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: JSONEncoder.slack.encode(value))
    }

    private static func field(_ element: InputElement, id: String = "f", hint: String = "") -> InputBlock? {
        InputBlock(id: id, label: "Field", hint: hint, element: element, isRequired: false)
    }

    @Test("An option's label is shortened; a value that does not fit is no option")
    func option() {
        #expect(Slack.Option(Self.long, value: "v")?.text.text.count == 75)
        #expect(Slack.Option("a", value: String(repeating: "v", count: 75)) != nil)
        #expect(Slack.Option("a", value: String(repeating: "v", count: 76)) == nil)
        #expect(Slack.Option("a", value: "") == nil)
    }

    @Test("Lists of options are cut where Slack cuts them off")
    func optionLimits() throws {
        #expect(try Self.tree(InputElement.select(Self.options))["options"]?.array?.count == 100)
        #expect(try Self.tree(InputElement.multiSelect(Self.options))["options"]?.array?.count == 100)
        #expect(try Self.tree(InputElement.checkboxes(Self.options))["options"]?.array?.count == 10)
        #expect(OverflowElement(id: "o", options: Self.options)?.options.count == 5)
    }

    @Test("What is selected is among what is offered, or left out")
    func selection() throws {
        let (first, last) = (Self.options[0], Self.options[149])
        #expect(try Self.tree(InputElement.select(Self.options, selected: first))["initial_option"]?["value"] == "1")
        #expect(try Self.tree(InputElement.select(Self.options, selected: last))["initial_option"] == nil)
        let several = try Self.tree(InputElement.multiSelect(Self.options, selected: [last, first]))
        #expect(several["initial_options"]?.array?.map { $0["value"] } == ["1"])
        #expect(try Self.tree(InputElement.checkboxes(Self.options, selected: []))["initial_options"] == nil)
    }

    @Test(
        "A date is one, or left out", arguments: ["2026-1-1", "2026-13-01", "2026-01-32", "tomorrow", "", "2026-01-0x"])
    func date(text: String) throws {
        #expect(try Self.tree(InputElement.date(selected: text))["initial_date"] == nil)
        #expect(try Self.tree(InputElement.date(selected: "2026-11-30"))["initial_date"] == "2026-11-30")
    }

    @Test("A field without an id or without choices is none")
    func fields() {
        #expect(Self.field(.text(), id: "") == nil)
        #expect(Self.field(.text(), id: Self.long) == nil)
        #expect(Self.field(.select([])) == nil)
        #expect(Self.field(.checkboxes([])) == nil)
        #expect(Self.field(.search()) != nil)
        #expect(OverflowElement(id: "o", options: []) == nil)
        #expect(HomeView(blocks: []) == nil)
        #expect(HomeView(blocks: Array(repeating: .divider, count: 101))?.blocks.count == 100)
    }

    @Test("A modal that only shows something has no submit button; one with fields needs it")
    func modal() throws {
        let loading = try #require(ModalView(title: "Scan", submit: nil, metadata: "", blocks: [.divider]))
        #expect(try Self.tree(loading)["submit"] == nil)
        let field = try #require(Self.field(.text()))
        #expect(ModalView(title: "Scan", submit: nil, metadata: "", blocks: [.input(field)]) == nil)
    }

    @Test("A searched field asks from the first letter on, exactly")
    func search() throws {
        let field = Self.field(.search(placeholder: "Type a name"), id: "account", hint: "By name or id")
        #expect(
            try Self.json(try #require(field))
                == #"{"block_id":"account","element":{"action_id":"answer","min_query_length":0,"placeholder":{"emoji":"#
                + #"false,"text":"Type a name","type":"plain_text"},"type":"external_select"},"hint":{"emoji":false,"#
                + #""text":"By name or id","type":"plain_text"},"label":{"emoji":false,"text":"Field","#
                + #""type":"plain_text"},"optional":true,"type":"input"}"#)
    }

    @Test("A table is paged, each page under its header, no page over 100 rows or 10,000 characters")
    func table() throws {
        let rows = (1...250).map { ["\($0)", "row"] }
        let pages = TableBlock.pages(header: ["a", "b"], rows: rows)
        #expect(pages.map(\.rows.count) == [100, 100, 53])
        #expect(pages.allSatisfy { $0.rows[0].map(\.text) == ["a", "b"] })
        #expect(pages.flatMap { $0.rows.dropFirst() }.map { $0[0].text } == (1...250).map(String.init))

        let wide = TableBlock.pages(header: ["a", "b"], rows: Array(repeating: [Self.long, Self.long], count: 3))
        #expect(wide.count == 3)
        for page in wide { #expect(page.rows.joined().reduce(0) { $0 + $1.text.utf16.count } <= 10_000) }
    }

    @Test("Rows are as wide as their header; what is missing or empty is a dash, columns over twenty are cut")
    func columns() {
        let page = TableBlock.pages(header: ["a", "b"], rows: [["1"], ["1", "", "3"]])[0]
        #expect(page.rows.map { $0.map(\.text) } == [["a", "b"], ["1", "–"], ["1", "–"]])
        let many = TableBlock.pages(header: (1...30).map(String.init), rows: [])
        #expect(many.map { $0.rows[0].count } == [20])
        #expect(TableBlock.pages(header: [], rows: [["1"]]) == [])
    }

    @Test(
        "All of them are valid by Block Kit's schema",
        .enabled(if: Contracts.hasValidator, "the contracts are not beside the project, or python3 has no jsonschema"))
    func schema() throws {
        let menu = try #require(OverflowElement(id: "more", options: Self.options))
        let fields = [
            InputElement.text(placeholder: Self.long, isMultiline: true),
            .select(Self.options, selected: Self.options[3], placeholder: "p"),
            .multiSelect(Self.options, selected: Array(Self.options.prefix(3)), placeholder: "p"),
            .search(selected: Self.options[0], placeholder: "p"), .search(),
            .searchSeveral(selected: Array(Self.options.prefix(2)), placeholder: "p"), .searchSeveral(),
            .checkboxes(Self.options, selected: [Self.options[1]]), .date(selected: "2026-11-30", placeholder: "p"),
        ].compactMap { Self.field($0, hint: Self.long) }
        let table = TableBlock.pages(header: ["a", ""], rows: [["<b>", Self.long]])[0]
        let blocks: [Block] =
            [
                .header(PlainText(Self.long, limit: Limits.header)), .divider,
                .section(PlainText("", limit: Limits.plainText), accessory: .overflow(menu)),
                .section(PlainText(Self.long, limit: Limits.plainText), accessory: nil), .table(table),
            ] + ActionsBlock.rows(of: Array(repeating: .overflow(menu), count: 30)).map(Block.actions)
        #expect(try Contracts.violations(of: [Self.json(blocks)], definition: nil) == "")
        let home = try #require(HomeView(blocks: blocks))
        #expect(try Contracts.violations(of: [Self.json(home)], definition: "home_view") == "")
        let modal = try #require(
            ModalView(title: Self.long, submit: Self.long, metadata: "m", blocks: fields.map(Block.input)))
        #expect(fields.count == 9)
        #expect(try Contracts.violations(of: [Self.json(modal)], definition: "modal_view") == "")
    }
}
