import Cryptography
import FoundationEssentials
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    @Test(
        "The published examples hash to the published values",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func knownAnswers(text: String, hex: String) {
        #expect(SHA256.hash(text).hex == hex)
        #expect(SHA256.hash(Data(text.utf8)).hex == hex)
        #expect(SHA256.hash(Array(text.utf8)).bytes.count == 32)
    }

    @Test("A million bytes hash to the published value")
    func long() {
        let hex = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hex == hex)
    }

    @Test("Hexadecimal has two lower-case digits for each byte")
    func hexadecimal() {
        #expect(Hexadecimal.encode([0x00, 0x0F, 0x9A, 0xFF]) == "000f9aff")
        #expect(Hexadecimal.encode([]) == "")
    }

    @Test("Many tasks may hash at once")
    func concurrent() async {
        let hashes = await withTaskGroup(of: Digest.self) { group in
            for number in 0..<64 { group.addTask { SHA256.hash(String(number % 4)) } }
            return await group.reduce(into: Set<Digest>()) { $0.insert($1) }
        }
        #expect(hashes == Set((0..<4).map { SHA256.hash(String($0)) }))
    }
}
