import COpenSSL
import FoundationEssentials

/// HMAC-SHA-256 (RFC 2104).
public enum HMACSHA256 {
    public static func code(for message: some ContiguousBytes, key: [UInt8]) -> Digest {
        message.withUnsafeBytes { message in
            Digest(
                bytes: [UInt8](unsafeUninitializedCapacity: 32) { output, count in
                    // A null key would mean "the key of last time" to libcrypto; an empty one is legal.
                    let done = (key.isEmpty ? [0] : key).withUnsafeBytes { bytes in
                        HMAC(
                            EVP_sha256(), bytes.baseAddress, Int32(key.count),
                            message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count,
                            output.baseAddress, nil)
                    }
                    precondition(done != nil, "libcrypto has no working HMAC")
                    count = 32
                })
        }
    }

    public static func code(for text: String, key: [UInt8]) -> Digest {
        var text = text
        return text.withUTF8 { code(for: UnsafeRawBufferPointer($0), key: key) }
    }
}
