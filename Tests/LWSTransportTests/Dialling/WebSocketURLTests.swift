import Networking
import Testing

@testable import LWSTransport

@Suite("WebSocket URLs")
struct WebSocketURLTests {
    @Test(
        "The parts of a URL",
        arguments: [
            (
                "wss://wss-primary.slack.com/link/?ticket=a%2Fb&app_id=A1", true, "wss-primary.slack.com", 443,
                "/link/?ticket=a%2Fb&app_id=A1", "wss-primary.slack.com"
            ),
            ("ws://127.0.0.1:8080", false, "127.0.0.1", 8080, "/", "127.0.0.1:8080"),
            ("WS://host:80?q#fragment", false, "host", 80, "/?q", "host"),
            ("wss://[::1]:8443/x", true, "::1", 8443, "/x", "[::1]:8443"),
        ] as [(String, Bool, String, Int, String, String)])
    func parses(
        text: String, isSecure: Bool, host: String, port: Int, target: String, header: String
    ) throws {
        let url = try WebSocketURL(text)
        #expect(url.isSecure == isSecure)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(url.hostHeader == header)
    }

    @Test(
        "What is no WebSocket URL is refused",
        arguments: [
            "", "slack.com", "https://slack.com", "wss://", "wss:///path", "wss://:443/", "wss://host:0/",
            "wss://host:65536/", "wss://host:x/", "wss://host:/", "wss://user@host/", "wss://[::1/",
            "wss://host/a b", "wss://host/\r\nX-Forged: 1", "wss://host/ä",
            "wss://host/" + String(repeating: "x", count: 2_000), "wss://" + String(repeating: "h", count: 111),
        ])
    func refuses(text: String) {
        let error = #expect(throws: TransportError.self) { try WebSocketURL(text) }
        #expect(error?.code == .invalidURL)
    }
}
