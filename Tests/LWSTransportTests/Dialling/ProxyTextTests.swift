import Networking
import Testing

@testable import LWSTransport

@Suite("The proxy as the environment writes it")
struct ProxyTextTests {
    @Test("Credentials are decoded and stay secret, and 1080 is the port by default")
    func readsCredentials() throws {
        let proxy = try Proxy("http://me:a%3Ab@[::1]")
        #expect(proxy.host == "::1")
        #expect(proxy.port == 1080)
        #expect(proxy.credentials?.reveal() == "me:a:b")
        #expect(!"\(proxy)".contains("a:b"))
    }

    @Test("A proxy of another kind is refused", arguments: ["https://proxy:1", "socks5://proxy:1", "http://"])
    func refusesOtherKinds(url: String) {
        let error = #expect(throws: TransportError.self) { _ = try Proxy(url) }
        #expect(error?.code == .invalidURL)
    }
}
