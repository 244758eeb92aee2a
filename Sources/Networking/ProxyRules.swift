/// Which connections go through an HTTP proxy, read from the environment as curl reads it: `HTTPS_PROXY` for `https` and
/// `wss`, `http_proxy` for `http` and `ws`, `ALL_PROXY` for both, `NO_PROXY` against them. One set of rules for every
/// transport, so that a proxy holds for all of them or for none. https://everything.curl.dev/usingcurl/proxies/env
public struct ProxyRules: Sendable, Equatable {
    private var secure: Secret?
    private var plain: Secret?
    private var exceptions: [ProxyException]

    /// No proxy at all.
    public init() {
        self.init(environment: [:])
    }

    public init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let all = value("all_proxy", "ALL_PROXY")
        // Upper-case HTTP_PROXY can be set by a stranger where programs run as CGI (CVE-2016-5385).
        plain = (value("http_proxy") ?? all).map(Secret.init)
        secure = (value("https_proxy", "HTTPS_PROXY") ?? all).map(Secret.init)
        exceptions = (value("no_proxy", "NO_PROXY") ?? "")
            .split { $0 == "," || $0.isWhitespace }.compactMap { ProxyException(String($0)) }
    }

    /// The proxy for a URL, as the environment writes it: `[http://][user:password@]host[:port]`. nil for a direct
    /// connection.
    public func proxy(for url: String) -> Secret? {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let proxy = scheme == "https" || scheme == "wss" ? secure : plain
        guard let proxy, let host = Self.host(of: url), !exceptions.contains(where: { $0.matches(host) }) else {
            return nil
        }
        return proxy
    }

    /// Without user, port and brackets.
    private static func host(of url: String) -> String? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        let authority = url[colon...].dropFirst(3).prefix { !"/?#\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if place.hasPrefix("[") { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }
}

/// One entry of `NO_PROXY`.
enum ProxyException: Sendable, Equatable {
    case everything
    /// A host, and everything below it.
    case domain(String)
    /// An address, or a network in CIDR notation.
    case network(IPAddress, bits: Int)

    /// nil for an empty entry, and for a network that is none.
    init?(_ entry: String) {
        let parts = entry.split(separator: "/", maxSplits: 1)
        guard let first = parts.first else { return nil }
        if entry == "*" {
            self = .everything
        } else if let address = IPAddress(String(first)) {
            let most = address.bytes.count * 8
            guard let bits = parts.count == 1 ? most : Int(parts[1]), (0...most).contains(bits) else { return nil }
            self = .network(address, bits: bits)
        } else {
            let name = first.lowercased().drop { $0 == "." }
            if name.isEmpty { return nil }
            self = .domain(String(name))
        }
    }

    func matches(_ host: String) -> Bool {
        switch self {
        case .everything:
            return true
        case .domain(let name):
            let host = host.lowercased()
            return host == name || host.hasSuffix("." + name)
        case .network(let address, let bits):
            return IPAddress(host)?.isWithin(address, bits: bits) ?? false
        }
    }
}
