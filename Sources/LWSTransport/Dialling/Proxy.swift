import FoundationEssentials
import Networking

/// An HTTP proxy that opens tunnels with `CONNECT`.
struct Proxy: Equatable {
    var host: String
    var port: Int
    /// `user:password`.
    var credentials: Secret?

    init(_ url: String) throws(TransportError) {
        let parts = URLComponents(string: url.contains("://") ? url : "http://" + url)
        guard let parts, let host = parts.host, !host.isEmpty, parts.scheme?.lowercased() == "http" else {
            throw TransportError(.invalidURL, "the proxy in the environment is not a valid http:// URL")
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        // curl's default port for a proxy.
        port = parts.port ?? 1080
        credentials = parts.user.map { Secret("\($0):\(parts.password ?? "")") }
    }
}

/// Which connections go through a proxy, read from the environment as curl reads it:
/// `HTTPS_PROXY` for `wss`, `http_proxy` for `ws`, `ALL_PROXY` for both, `NO_PROXY` against them.
public struct ProxyRules: Sendable, Equatable {
    private var secure: Secret?
    private var plain: Secret?
    private var exceptions: [String]

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
            .split { $0 == "," || $0 == " " }
            .map { $0.lowercased().trimmingPrefix(".") }
    }

    func proxy(for url: WebSocketURL) throws(TransportError) -> Proxy? {
        guard let proxy = url.isSecure ? secure : plain, !isExcepted(url.host.lowercased()) else { return nil }
        return try Proxy(proxy.reveal())
    }

    private func isExcepted(_ host: String) -> Bool {
        exceptions.contains { $0 == "*" || host == $0 || host.hasSuffix("." + $0) }
    }
}

extension String {
    fileprivate func trimmingPrefix(_ prefix: Character) -> String {
        String(drop { $0 == prefix })
    }
}
