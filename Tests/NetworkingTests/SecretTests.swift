import Foundation
import Networking
import Testing

@Suite("Secrets")
struct SecretTests {
    private struct Holder {
        let token = Secret("xoxb-1234")
    }

    @Test("A secret never prints, however it is printed")
    func redaction() {
        let secret = Secret("xoxb-1234")
        var dumped = ""
        dump(Holder(), to: &dumped)
        dump(secret, to: &dumped)
        let printed = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(Holder())",
            String(reflecting: Holder()), "\([secret])", "\(["token": secret])", "\(Optional(secret) as Any)", dumped,
        ]
        for text in printed {
            #expect(!text.contains("1234"))
            #expect(text.contains("<redacted>"))
        }
    }

    @Test("It gives its value to whoever asks for it")
    func reveal() {
        #expect(Secret("xoxb-1234").reveal() == "xoxb-1234")
    }

    @Test("Secrets are equal when their values are")
    func equality() {
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a") != Secret("b"))
        #expect(Set([Secret("a"), Secret("a")]).count == 1)
    }
}
