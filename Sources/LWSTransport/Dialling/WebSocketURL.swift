import Networking

/// The parts of a `ws` or `wss` URL that a dial needs (RFC 6455, 3).
struct WebSocketURL: Equatable {
    var isSecure: Bool
    /// A name or an address, without brackets.
    var host: String
    var port: Int
    /// Path and query; never empty.
    var target: String

    /// libwebsockets writes `GET` and `Host:` into buffers of this size and cuts off what is longer.
    private static let maximumTargetBytes = 2_000
    private static let maximumHostBytes = 110

    init(_ url: String) throws(TransportError) {
        let rest: Substring
        if let secure = url.dropping(scheme: "wss://") {
            (isSecure, rest) = (true, secure)
        } else if let plain = url.dropping(scheme: "ws://") {
            (isSecure, rest) = (false, plain)
        } else {
            throw TransportError(.invalidURL, "a WebSocket URL begins with wss:// or ws://")
        }
        // The target goes onto the wire as it is: a space or a line break in it would forge the request.
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TransportError(.invalidURL, "the URL contains characters that must be percent-encoded")
        }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        (host, port) = try Self.authority(rest[..<end], defaultPort: isSecure ? 443 : 80)
        let target = rest[end...].prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
        guard self.target.utf8.count <= Self.maximumTargetBytes, host.utf8.count <= Self.maximumHostBytes else {
            throw TransportError(.invalidURL, "the URL is longer than libwebsockets can send")
        }
    }

    /// What goes into `Host:`; libwebsockets takes the name for SNI and verification from it.
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// `host[:port]` (RFC 3986, 3.2), without the user and password that RFC allows.
    private static func authority(
        _ text: Substring, defaultPort: Int
    ) throws(TransportError) -> (host: String, port: Int) {
        var host = text.prefix { $0 != ":" }
        var rest = text[host.endIndex...]
        if text.first == "[", let bracket = text.firstIndex(of: "]") {
            host = text[..<bracket].dropFirst()
            rest = text[bracket...].dropFirst()
        }
        guard !host.isEmpty, !text.contains("@") else {
            throw TransportError(.invalidURL, "the URL has no host, or more than a host and a port")
        }
        if rest.isEmpty { return (String(host), defaultPort) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else {
            throw TransportError(.invalidURL, "the URL has no valid port")
        }
        return (String(host), Int(port))
    }
}

extension String {
    fileprivate func dropping(scheme: String) -> Substring? {
        prefix(scheme.count).lowercased() == scheme ? dropFirst(scheme.count) : nil
    }
}
