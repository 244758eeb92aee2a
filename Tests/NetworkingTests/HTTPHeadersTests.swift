import Networking
import Testing

@Suite("HTTP headers")
struct HTTPHeadersTests {
    @Test(
        "A field is found whatever the case of its name", arguments: ["Content-Type", "content-type", "CONTENT-TYPE"])
    func lookup(name: String) {
        let headers: HTTPHeaders = ["X": "1", "Content-Type": "text/plain"]
        #expect(headers[name] == "text/plain")
    }

    @Test(
        "Only letters are alike in both cases",
        arguments: [("X-A", "X_A"), ("A@", "A`"), ("A[", "A{"), ("AB", "A"), ("Ä", "ä")])
    func difference(name: String, other: String) {
        var headers = HTTPHeaders()
        headers[name] = "1"
        #expect(headers[name] == "1")
        #expect(headers[other] == nil)
    }

    @Test("Of several fields of a name the first is found, and all are kept in order")
    func repeated() {
        var headers: HTTPHeaders = ["Set-Cookie": "a"]
        headers.append("X", "1")
        headers.append("set-cookie", "b")
        #expect(headers["Set-Cookie"] == "a")
        #expect(headers.fields.map(\.name) == ["Set-Cookie", "X", "set-cookie"])
        #expect(headers.fields.map(\.value) == ["a", "1", "b"])
    }

    @Test("Setting a field replaces all of its name; nil removes them")
    func setting() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
        headers["a"] = "4"
        #expect(headers.fields == [.init(name: "B", value: "2"), .init(name: "a", value: "4")])
        headers["A"] = nil
        #expect(headers == ["B": "2"])
    }

    @Test(
        "Retry-After is read as seconds, and as nothing else",
        arguments: [
            ("30", Duration.seconds(30)), ("0", .zero), ("1.5", .seconds(1.5)), ("-1", nil), ("inf", nil), ("nan", nil),
            ("", nil), ("soon", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
        ])
    func retryAfter(value: String, expected: Duration?) {
        #expect(HTTPResponse(status: 429, headers: ["retry-after": value]).retryAfter == expected)
    }

    @Test("Without the field there is no Retry-After")
    func noRetryAfter() {
        #expect(HTTPResponse(status: 429).retryAfter == nil)
    }
}
