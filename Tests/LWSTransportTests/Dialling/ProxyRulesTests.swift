import Networking
import Testing

@testable import LWSTransport

@Suite("Proxy rules")
struct ProxyRulesTests {
    private func proxy(_ environment: [String: String], _ url: String) throws -> Proxy? {
        try ProxyRules(environment: environment).proxy(for: WebSocketURL(url))
    }

    @Test("The scheme chooses the variable; ALL_PROXY is for both")
    func choosesByScheme() throws {
        let environment = [
            "HTTPS_PROXY": "http://secure:1", "http_proxy": "http://plain:2", "HTTP_PROXY": "http://cgi:3",
        ]
        #expect(try proxy(environment, "wss://slack.com")?.host == "secure")
        #expect(try proxy(environment, "ws://slack.com")?.host == "plain")
        #expect(try proxy(["HTTP_PROXY": "http://cgi:3"], "ws://slack.com") == nil)
        #expect(try proxy(["ALL_PROXY": "all:4"], "ws://slack.com")?.port == 4)
        #expect(try proxy(["ALL_PROXY": "all:4", "https_proxy": ""], "wss://slack.com")?.port == 4)
        #expect(try proxy([:], "wss://slack.com") == nil)
    }

    @Test(
        "NO_PROXY names hosts and domains",
        arguments: [
            ("slack.com", true), (".slack.com", true), ("SLACK.COM", true), ("a.example, slack.com", true), ("*", true),
            ("wss.slack.com", true), ("lack.com", false), ("com.slack", false), ("", false), ("x.wss.slack.com", false),
        ])
    func honoursExceptions(exceptions: String, isDirect: Bool) throws {
        let environment = ["HTTPS_PROXY": "http://proxy:1", "NO_PROXY": exceptions]
        #expect((try proxy(environment, "wss://wss.slack.com") == nil) == isDirect)
    }

    @Test("Credentials are decoded and stay secret, and 1080 is the port by default")
    func readsCredentials() throws {
        let proxy = try #require(try proxy(["https_proxy": "http://me:a%3Ab@[::1]"], "wss://slack.com"))
        #expect(proxy.host == "::1")
        #expect(proxy.port == 1080)
        #expect(proxy.credentials?.reveal() == "me:a:b")
        #expect(!"\(proxy) \(ProxyRules(environment: ["https_proxy": "http://me:hidden@x"]))".contains("hidden"))
    }

    @Test("A proxy of another kind is refused", arguments: ["https://proxy:1", "socks5://proxy:1", "http://"])
    func refusesOtherKinds(url: String) {
        let error = #expect(throws: TransportError.self) { try proxy(["https_proxy": url], "wss://slack.com") }
        #expect(error?.code == .invalidURL)
    }
}
