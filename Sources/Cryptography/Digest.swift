/// The bytes of a hash or a code: 32 of SHA-256 and HMAC-SHA-256, 20 of SHA-1.
public struct Digest: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Lower-case hexadecimal, two characters a byte.
    public var hex: String { Hexadecimal.encode(bytes) }
}
