import FoundationEssentials
import Networking

/// An answer as it comes in. Both functions say false when it is too large and the rest is not wanted.
struct ResponseBuilder {
    /// Headers are not the caller's data, so their limit is not the caller's either.
    static let maximumHeaderBytes = 256 << 10

    private let maximumBodyBytes: Int
    private var headerBytes = 0
    private var headers = HTTPHeaders()
    private var body = Data()
    /// The limit in bytes that the answer exceeds.
    private(set) var exceededLimit: Int?

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    mutating func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            exceededLimit = Self.maximumHeaderBytes
            return false
        }
        // Fields after the body are trailers, which are not to be mixed with the headers (RFC 9110, 6.5.1).
        guard body.isEmpty else { return true }
        if line.starts(with: "HTTP/".utf8) {
            // The one before was an interim answer (1xx) or a proxy's.
            headers = HTTPHeaders()
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(Self.text(line[..<colon]), Self.text(line[(colon + 1)...]))
        }
        return true
    }

    mutating func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= maximumBodyBytes - body.count else {
            exceededLimit = maximumBodyBytes
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    func response(status: Int) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: body)
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }),
            let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
