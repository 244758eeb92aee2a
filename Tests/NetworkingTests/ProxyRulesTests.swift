import Testing

@testable import Networking

@Suite("Proxy rules")
struct ProxyRulesTests {
    private func proxy(_ environment: [String: String], _ url: String) -> String? {
        ProxyRules(environment: environment).proxy(for: url)?.reveal()
    }

    @Test("The scheme chooses the variable, for HTTP and WebSocket alike; ALL_PROXY is for both")
    func choosesByScheme() {
        let environment = [
            "HTTPS_PROXY": "http://secure:1", "http_proxy": "http://plain:2", "HTTP_PROXY": "http://cgi:3",
        ]
        for scheme in ["wss", "https", "HTTPS"] {
            #expect(proxy(environment, "\(scheme)://slack.com") == "http://secure:1")
        }
        for scheme in ["ws", "http"] { #expect(proxy(environment, "\(scheme)://slack.com") == "http://plain:2") }
        #expect(proxy(["HTTP_PROXY": "http://cgi:3"], "http://slack.com") == nil)
        #expect(proxy(["ALL_PROXY": "all:4"], "ws://slack.com") == "all:4")
        #expect(proxy(["ALL_PROXY": "all:4", "https_proxy": ""], "https://slack.com") == "all:4")
        #expect(proxy([:], "wss://slack.com") == nil)
    }

    @Test(
        "NO_PROXY names hosts and domains",
        arguments: [
            ("slack.com", true), (".slack.com", true), ("SLACK.COM", true), ("a.example, slack.com", true), ("*", true),
            ("wss.slack.com", true), ("lack.com", false), ("com.slack", false), ("", false), ("x.wss.slack.com", false),
        ])
    func exceptions(exceptions: String, isDirect: Bool) {
        for url in ["wss://wss.slack.com", "https://user:secret@wss.slack.com:443/api?a=b@c"] {
            let environment = ["HTTPS_PROXY": "http://proxy:1", "NO_PROXY": exceptions]
            #expect((proxy(environment, url) == nil) == isDirect, "\(url)")
        }
    }

    @Test(
        "NO_PROXY names addresses and networks",
        arguments: [
            ("169.254.169.254", "169.254.169.254", true), ("169.254.0.0/16", "169.254.169.254", true),
            ("169.254.0.0/16", "169.255.0.1", false), ("10.0.0.0/9", "10.127.0.1", true),
            ("10.0.0.0/9", "10.128.0.1", false), ("0.0.0.0/0", "8.8.8.8", true), ("::1", "[::1]", true),
            ("[::1]", "[0:0:0:0:0:0:0:1]", true), ("fd00::/8", "[fd00:ec2::254]", true),
            ("fd00::/8", "[fe80::1]", false),
            ("::ffff:10.0.0.1", "[::ffff:a00:1]", true), ("10.0.0.0/33", "10.0.0.1", false),
            ("10.0.0.0", "host.10.0.0.0.example", false),
        ])
    func networks(exceptions: String, host: String, isDirect: Bool) {
        let environment = ["http_proxy": "http://proxy:1", "NO_PROXY": exceptions]
        #expect((proxy(environment, "http://\(host):80/latest") == nil) == isDirect)
    }

    @Test(
        "What is no address is none",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "+1.2.3.4", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7", "g::",
        ])
    func noAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("A proxy's password is in no description")
    func secrecy() {
        #expect(!"\(ProxyRules(environment: ["https_proxy": "http://me:hidden@x"]))".contains("hidden"))
    }
}
