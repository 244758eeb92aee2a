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
