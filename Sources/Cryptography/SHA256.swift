import COpenSSL
import FoundationEssentials

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// Fetched once: EVP looks the algorithm up again at each use of `EVP_sha256()`, which costs more than a short hash.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil)  // immutable once fetched

    public static func hash(_ message: some ContiguousBytes) -> Digest {
        message.withUnsafeBytes { message in
            Digest(
                bytes: [UInt8](unsafeUninitializedCapacity: 32) { output, count in
                    let done = EVP_Digest(message.baseAddress, message.count, output.baseAddress, nil, algorithm, nil)
                    precondition(done == 1, "libcrypto has no working SHA-256")
                    count = 32
                })
        }
    }

    public static func hash(_ text: String) -> Digest {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }
}
