/// The 32 bytes of a SHA-256 hash or an HMAC-SHA-256 code.
public struct Digest: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Lower-case hexadecimal, 64 characters.
    public var hex: String { Hexadecimal.encode(bytes) }
}
