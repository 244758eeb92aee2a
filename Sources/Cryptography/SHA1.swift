import COpenSSL

/// SHA-1 (FIPS 180-4), for names that others made with it; it protects nothing any more.
public enum SHA1 {
    public static func hash(_ text: String) -> Digest {
        var text = text
        return text.withUTF8 { message in
            Digest(
                bytes: [UInt8](unsafeUninitializedCapacity: 20) { output, count in
                    let done = EVP_Digest(
                        message.baseAddress, message.count, output.baseAddress, nil, EVP_sha1(), nil)
                    precondition(done == 1, "libcrypto has no working SHA-1")
                    count = 20
                })
        }
    }
}
