/// The pieces of an absolute `http` or `https` URL, as they are written.
struct URLParts: Equatable {
    var scheme: String
    /// With its port, unless that is the scheme's own; IPv6 in brackets. What goes into `Host`.
    var host: String
    var path: String
    var query: String

    init(_ url: String) {
        let (scheme, rest) = Self.cut(url[...], at: "://")
        let (beforeFragment, _) = Self.cut(rest, at: "#")
        let (beforeQuery, query) = Self.cut(beforeFragment, at: "?")
        let authorityEnd = beforeQuery.firstIndex(of: "/") ?? beforeQuery.endIndex
        var authority = beforeQuery[..<authorityEnd]
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        self.scheme = scheme.lowercased()
        let ownPort = self.scheme == "https" ? ":443" : ":80"
        host = String(authority.hasSuffix(ownPort) ? authority.dropLast(ownPort.utf8.count) : authority)
        path = String(beforeQuery[authorityEnd...])
        self.query = String(query)
    }

    /// The host alone, without port and brackets.
    var hostName: String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<end])
        }
        return String(host.prefix { $0 != ":" })
    }

    /// Whether a request could be sent there at all.
    var isAbsolute: Bool { (scheme == "http" || scheme == "https") && !hostName.isEmpty }

    private static func cut(_ text: Substring, at separator: String) -> (Substring, Substring) {
        let parts = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}
