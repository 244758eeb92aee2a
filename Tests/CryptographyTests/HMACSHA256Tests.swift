import Cryptography
import Testing

@Suite("HMAC-SHA-256")
struct HMACSHA256Tests {
    /// https://www.rfc-editor.org/rfc/rfc4231
    @Test(
        "The examples of RFC 4231 give its codes",
        arguments: [
            (
                [UInt8](repeating: 0x0B, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func knownAnswers(key: [UInt8], text: String, hex: String) {
        #expect(HMACSHA256.code(for: text, key: key).hex == hex)
        #expect(HMACSHA256.code(for: Array(text.utf8), key: key).hex == hex)
    }

    @Test("An empty key is a key, and not the one used before")
    func emptyKey() {
        let hex = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        _ = HMACSHA256.code(for: "", key: [1, 2, 3])
        #expect(HMACSHA256.code(for: "", key: []).hex == hex)
    }
}
