import Testing

@testable import ConfigurationFiles

@Suite("JSON with positions")
struct DocumentParserTests {
    private func parse(_ text: String) -> Node? { DocumentParser.parse(Array(text.utf8), file: "f").root }

    private func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

    private func problems(_ bytes: [UInt8]) -> [String] {
        DocumentParser.parse(bytes, file: "f").problems.map(\.description)
    }

    @Test("Every value and every key knows its line and column, counted in characters")
    func positions() throws {
        let root = try #require(parse("\u{FEFF}{ \"é\": [1, {\"k\":\r\n  null}] }"))
        guard case .object(let members) = root.value, case .array(let items) = members[0].node.value,
            case .object(let inner) = items[1].value
        else {
            Issue.record("another shape: \(root)")
            return
        }
        #expect(root.position == FilePosition(line: 1, column: 1))
        #expect(members[0].key == "é")
        #expect(members[0].keyPosition == FilePosition(line: 1, column: 3))
        #expect(items[0] == Node(position: FilePosition(line: 1, column: 9), value: .number("1")))
        #expect(inner[0].keyPosition == FilePosition(line: 1, column: 13))
        #expect(inner[0].node == Node(position: FilePosition(line: 2, column: 3), value: .null))
    }

    @Test(
        "Values are read as RFC 8259 has them",
        arguments: [
            ("true", .bool(true)), ("false", .bool(false)), ("null", .null), ("-0", .number("-0")),
            ("12.5e+3", .number("12.5e+3")), ("1E400", .number("1E400")), (#""""#, .string("")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e9\ud83d\ude00""#, .string("é😀")),
            ("[]", .array([])), ("{}", .object([])),
        ] as [(String, Node.Value)])
    func values(text: String, value: Node.Value) {
        #expect(parse(" \(text)\n")?.value == value)
        #expect(problems(text).isEmpty)
    }

    @Test(
        "Trailing commas and comments make no difference",
        arguments: ["[1,]", "[1 ,\n]", "[1 // one, two\n]", "// first\n[1]", "[/* a * / \n */1]/**/", "[1]//"])
    func leniency(text: String) throws {
        guard case .array(let items) = try #require(parse(text)).value else {
            Issue.record("no array")
            return
        }
        #expect(items.map(\.value) == [.number("1")])
    }

    @Test(
        "A break of the grammar says what was expected, what was found and where",
        arguments: [
            ("", "f:1:1: expected a value, found the end of the file"),
            ("  \n ", "f:2:2: expected a value, found the end of the file"),
            ("{\"a\": 1", "f:1:8: expected a comma, or } to close the { of 1:1, found the end of the file"),
            ("{\"a\": 1 \"b\": 2}", "f:1:9: expected a comma, or } to close the { of 1:1, found \""),
            ("{\n  a: 1}", "f:2:3: expected a key in double quotes, or } to close the { of 1:1, found a"),
            ("{,}", "f:1:2: expected a key in double quotes, or } to close the { of 1:1, found ,"),
            ("{\"a\" 1}", "f:1:6: expected a colon after the key \"a\", found 1"),
            ("{\"a\":}", "f:1:6: expected a value, found }"),
            ("[1 2]", "f:1:4: expected a comma, or ] to close the [ of 1:1, found 2"),
            ("[,]", "f:1:2: expected a value, found ,"),
            ("[1,,2]", "f:1:4: expected a value, found ,"),
            ("[1}", "f:1:3: expected a comma, or ] to close the [ of 1:1, found }"),
            ("{} {}", "f:1:4: expected the end of the file, found {"),
            ("[True]", "f:1:2: expected a value, found True"),
            ("['a']", "f:1:2: expected a value, found '"),
            ("[\u{0}]", "f:1:2: expected a value, found a control character"),
            ("[NaN]", "f:1:2: expected a value, found NaN"),
            ("# no", "f:1:1: expected a value, found #"),
            ("/ 1", "f:1:1: expected // or /* to begin a comment, found /"),
            ("[1] /* a", "f:1:5: expected */ to end this comment, found the end of the file"),
            ("/*/", "f:1:1: expected */ to end this comment, found the end of the file"),
            ("012345678901", "f:1:1: expected a number, found 012345678901 (account ids belong in quotes)"),
            ("-", "f:1:1: expected a number, found - (account ids belong in quotes)"),
            ("1.", "f:1:1: expected a number, found 1. (account ids belong in quotes)"),
            ("1e", "f:1:1: expected a number, found 1e (account ids belong in quotes)"),
            ("\"ab", "f:1:4: expected \" to close the text that begins at 1:1, found the end of the file"),
            ("[\"ab\n\"]", "f:1:5: expected \" to close the text that begins at 1:2, found the end of the line"),
            ("\"a\u{1}\"", "f:1:3: expected \" to close the text that begins at 1:1, found a control character"),
            ("\"a\tb\"", "f:1:3: a tab in a string is written \\t"),
            (#""\x""#, #"f:1:2: expected one of \" \\ \/ \b \f \n \r \t \u after the backslash"#),
            (#""\"#, #"f:1:2: expected one of \" \\ \/ \b \f \n \r \t \u after the backslash"#),
            (#""\u12g4""#, "f:1:2: expected four hexadecimal digits after \\u"),
            (#""\u12"#, "f:1:2: expected four hexadecimal digits after \\u"),
            (#""a\ud800""#, "f:1:3: this \\u escape is only half of a surrogate pair"),
            (#""\ude00""#, "f:1:2: this \\u escape is only half of a surrogate pair"),
            (#""\ud83d\u0041""#, "f:1:2: this \\u escape is only half of a surrogate pair"),
        ])
    func syntaxErrors(text: String, problem: String) {
        #expect(problems(text) == [problem])
        #expect(parse(text) == nil)
    }

    @Test("Every repeated key is a problem that names the first one; comments may repeat")
    func repeatedKeys() {
        let text = """
            {"a": 1, "__comment__": "x",
             "b": {"c": 1, "c": 2}, "__comment__": "y",
             "a": 2, "\\u0061": 3}
            """
        #expect(
            problems(text) == [
                "f:2:16: the key \"c\" was given already at 2:8",
                "f:3:2: the key \"a\" was given already at 1:2",
                "f:3:10: the key \"a\" was given already at 1:2",
            ])
    }

    @Test("Bytes that are not UTF-8 are located")
    func invalidUTF8() {
        #expect(problems(Array("{\n \"é".utf8) + [0xFF] + Array("\": 1}".utf8)) == ["f:2:4: expected text in UTF-8"])
        #expect(problems([0xFF, 0xFE, 0x7B, 0x00]) == ["f:1:1: expected text in UTF-8"])
        #expect(
            problems(Array("\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"".utf8)) == ["f:1:2: expected text in UTF-8"])
    }

    @Test("Hostile nesting is refused, not followed", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func deepNesting(open: String) {
        let found = problems(String(repeating: open, count: 100_000))
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix(": nested deeper than 64 levels") == true)
    }

    @Test("A file cut off anywhere is refused without a crash")
    func truncation() {
        let bytes = Array(#"{"a": [1.5e3, "\ud83d\ude00é", {"b": null, /* c */ "d": true},], } // e"#.utf8)
        #expect(problems(bytes) == [])
        let end = bytes.lastIndex(of: UInt8(ascii: "}"))!
        for length in 0...end {
            #expect(!problems(Array(bytes.prefix(length))).isEmpty, "cut to \(length) bytes")
        }
    }

    @Test("What an error quotes is short, on one line and steers no terminal")
    func quoting() {
        let long = String(repeating: "9", count: 10_000)
        #expect(Node(position: FilePosition(), value: .number(long)).shown == long.prefix(59) + "…")
        #expect(Node(position: FilePosition(), value: .string("a\n\u{1B}[2J\u{202E}b")).shown == "\"a��[2J�b\"")
    }
}
