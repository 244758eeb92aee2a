import Cryptography
import TestSupport
import Testing

@Suite("RSA")
struct RSAPrivateKeyTests {
    @Test(
        "A key in either PEM form signs as the openssl program does",
        arguments: [["-traditional"], []])
    func opensslAgrees(form: [String]) async throws {
        try await TemporaryDirectory.with { folder in
            let (key, text, signature) = (folder.file("key.pem"), folder.file("text"), folder.file("signature"))
            try await ChildProcess.output(of: ["openssl", "genrsa"] + form + ["-out", key, "2048"])
            _ = try folder.write("GET&https%3A%2F%2Fjira.example%2Frest", to: "text")
            try await ChildProcess.output(of: ["openssl", "dgst", "-sha1", "-sign", key, "-out", signature, text])
            let pem = try await ChildProcess.output(of: ["cat", key]).joined(separator: "\n")
            let expected = try await ChildProcess.output(of: ["od", "-An", "-v", "-tx1", signature]).joined()
                .filter { !$0.isWhitespace }
            let signed = try RSAPrivateKey(pem: pem).signatureOverSHA1(of: "GET&https%3A%2F%2Fjira.example%2Frest")
            #expect(Hexadecimal.encode(signed) == expected)
            #expect(signed.count == 256)
        }
    }

    @Test("What is no RSA key without a passphrase is refused, and says why")
    func refusals() async throws {
        try await TemporaryDirectory.with { folder in
            let (curve, locked) = (folder.file("curve.pem"), folder.file("locked.pem"))
            try await ChildProcess.output(of: [
                "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", curve,
            ])
            try await ChildProcess.output(of: [
                "openssl", "genrsa", "-aes256", "-passout", "pass:secret", "-out", locked, "2048",
            ])
            for (file, message) in [
                (curve, "it is no RSA key"), (locked, "the private key is locked by a passphrase"),
            ] {
                let pem = try await ChildProcess.output(of: ["cat", file]).joined(separator: "\n")
                #expect(throws: RSAPrivateKey.Failure(message: message)) { try RSAPrivateKey(pem: pem) }
            }
        }
        #expect(throws: RSAPrivateKey.Failure(message: "it is no private key in PEM form")) {
            try RSAPrivateKey(pem: "no key")
        }
    }
}
