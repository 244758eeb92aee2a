import FoundationEssentials
import Networking
import Testing

@Suite("JSON values")
struct JSONValueTests {
    private func decode(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    private func encode(_ value: JSONValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test(
        "Every kind is read and written without loss",
        arguments: [
            ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)), ("0", .int(0)), ("1", .int(1)),
            ("-7", .int(-7)), ("9223372036854775807", .int(.max)), ("1.5", .double(1.5)), ("\"\"", .string("")),
            ("\"\u{e9}\\n\\\"\"", .string("\u{e9}\n\"")), ("\"1\"", .string("1")), ("[]", .array([])),
            ("{}", .object([:])),
            ("[1,\"a\",null,[true]]", .array([1, "a", .null, [true]])),
            ("{\"a\":{\"b\":[]},\"c\":1}", .object(["a": ["b": []], "c": 1])),
        ] as [(String, JSONValue)])
    func roundTrip(text: String, value: JSONValue) throws {
        #expect(try decode(text) == value)
        #expect(try encode(value) == text)
    }

    @Test("What is not JSON is refused", arguments: ["", "{", "nul", "{\"a\":}"])
    func malformed(text: String) {
        #expect(throws: DecodingError.self) { try decode(text) }
    }

    @Test("Each accessor answers for its own kind only")
    func accessors() {
        let values: [JSONValue] = [nil, true, 1, .double(1.5), "a", [1], ["k": 1]]
        #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil, nil])
        #expect(values.map(\.int) == [nil, nil, 1, nil, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, nil, "a", nil, nil])
        #expect(values.map(\.array) == [nil, nil, nil, nil, nil, [1], nil])
        #expect(values.map(\.object) == [nil, nil, nil, nil, nil, nil, ["k": 1]])
    }

    @Test("Members and items are reached by name and index; what is not there is nil")
    func subscripts() {
        let value: JSONValue = ["items": [["id": "x"]]]
        #expect(value["items"]?[0]?["id"]?.string == "x")
        #expect(value["items"]?[1] == nil)
        #expect(value["items"]?[-1] == nil)
        #expect(value["none"] == nil)
        #expect(value[0] == nil)
        #expect(value["items"]?["id"] == nil)
    }

    @Test("Of two equal keys in a literal the last counts")
    func equalKeys() {
        #expect((["a": 1, "a": 2] as JSONValue)["a"] == 2)
    }
}
