import Networking
import Testing

@testable import CurlTransport

@Suite("What may go onto the wire")
struct WireRequestTests {
    @Test(
        "A URL that is not absolute, encoded http or https is refused",
        arguments: [
            "", "example.com", "//example.com/", "ftp://example.com/", "file:///etc/passwd", "http:/example.com",
            "http://", "https:///path", "http://user@/", "http://a b/", "http://example.com/ü",
            "http://example.com/\r\nX: y", "http://example.com/\0",
        ])
    func invalidURL(_ url: String) throws {
        let error = #expect(throws: TransportError.self) { try WireRequest(HTTPRequest(url: url)) }
        #expect(error?.code == .invalidURL)
    }

    @Test("A URL that only curl can judge is refused as invalid", arguments: ["http://h:99999/", "http://[::1/"])
    func curlRefuses(_ url: String) async throws {
        let error = await #expect(throws: TransportError.self) {
            try await makeTransport().send(HTTPRequest(url: url))
        }
        #expect(error?.code == .invalidURL)
    }

    @Test(
        "A header that would break out of its line is refused",
        arguments: [
            ("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\0b"), ("X\r\nY", "a"), ("X: Y", "a"), ("", "a"), ("X Y", "a"),
        ])
    func headerInjection(name: String, value: String) throws {
        var headers = HTTPHeaders()
        headers.append(name, value)
        #expect(throws: TransportError.self) { try WireRequest(HTTPRequest(url: "http://h/", headers: headers)) }
    }

    @Test("Its label is the method and the origin")
    func label() throws {
        let wire = try WireRequest(HTTPRequest(method: .put, url: "HTTPS://me:pass@h.example:8443/secret?q#f"))
        #expect(wire.label == "PUT https://h.example:8443")
    }
}
