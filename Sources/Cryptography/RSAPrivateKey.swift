import COpenSSL
import FoundationEssentials

/// An RSA private key that signs as RFC 8017 says (RSASSA-PKCS1-v1_5).
public final class RSAPrivateKey: @unchecked Sendable {  // libcrypto only reads a key once it is made
    /// Why a key or a signature could not be made, as the end of a sentence.
    public struct Failure: Error, Sendable, Equatable {
        public let message: String

        public init(message: String) { self.message = message }
    }

    private let key: OpaquePointer

    /// From PEM text, PKCS#1 (`BEGIN RSA PRIVATE KEY`) or PKCS#8 (`BEGIN PRIVATE KEY`), without a passphrase.
    public init(pem: String) throws(Failure) {
        guard !pem.contains("ENCRYPTED") else { throw Failure(message: "the private key is locked by a passphrase") }
        guard let key = Self.read(pem) else { throw Failure(message: "it is no private key in PEM form") }
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            EVP_PKEY_free(key)
            throw Failure(message: "it is no RSA key")
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// The signature over the message's SHA-1, as long as the key's modulus. Throws where the system's policy forbids SHA-1.
    public func signatureOverSHA1(of message: String) throws(Failure) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        let message = Array(message.utf8)
        var length = Int(EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSignInit_ex(context, nil, "SHA1", nil, nil, key, nil) == 1,
            EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        else {
            ERR_clear_error()
            throw Failure(message: "this system's OpenSSL makes no SHA-1 signature with this key")
        }
        return Array(signature.prefix(length))
    }

    private static func read(_ pem: String) -> OpaquePointer? {
        let bytes = Array(pem.utf8)
        return bytes.withUnsafeBytes { bytes in
            let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer {
                BIO_free(memory)
                ERR_clear_error()
            }
            // Without this answer libcrypto would ask for a passphrase on the terminal.
            return PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in -1 }, nil)
        }
    }
}
