import Cryptography
import Testing

@Suite("SHA-1")
struct SHA1Tests {
    /// https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    @Test(
        "The published examples hash to the published values",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ])
    func knownAnswers(text: String, hex: String) {
        #expect(SHA1.hash(text).hex == hex)
    }
}
