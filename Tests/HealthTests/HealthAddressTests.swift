import Health
import Testing

@Suite("Where signs of life are served")
struct HealthAddressTests {
    @Test(
        "An address and a port, and how somebody on this machine asks it",
        arguments: [
            ("127.0.0.1:9464", "127.0.0.1:9464"), ("0.0.0.0:9464", "127.0.0.1:9464"), (":9464", "127.0.0.1:9464"),
            ("localhost:0", "127.0.0.1:0"), ("[::1]:9464", "[::1]:9464"), ("[::]:9464", "[::1]:9464"),
        ])
    func read(text: String, local: String) {
        #expect(HealthAddress(text)?.local == local)
    }

    @Test("Anything else is none", arguments: ["", "9464", "127.0.0.1", "127.0.0.1:", "::1:9464", "host:99999"])
    func refused(text: String) {
        #expect(HealthAddress(text) == nil)
    }
}
