import Networking

/// Says in one place what a failed attempt means.
enum DialFailure {
    /// `detail` is libwebsockets' own word, `status` the answer to the upgrade (0 where there was none).
    static func error(for dial: Dial, detail: String, status: Int, handshake: TLSContext.Failure?) -> TransportError {
        let host = dial.url.host
        switch dial.plan.stage {
        case .resolving, .connecting:
            let peer = dial.proxy.map { "the proxy \($0.host) port \($0.port)" } ?? "\(host) port \(dial.url.port)"
            return TransportError(.connectionFailed, "no TCP connection to \(peer)")
        case .securing:
            return securing(dial, host: host, detail: detail, handshake: handshake)
        case .upgrading where status != 0 && status != 101:
            return TransportError(.upgradeRefused, "\(host) answered the upgrade with HTTP \(status)", status: status)
        case .upgrading where detail.hasPrefix("HS:") || detail.hasPrefix("problems parsing"):
            return TransportError(.malformedResponse, "\(host) does not speak the WebSocket protocol (\(detail))")
        case .upgrading:
            return TransportError(.connectionLost, "\(host) ended the connection during the upgrade")
        }
    }

    private static func securing(_ dial: Dial, host: String, detail: String, handshake: TLSContext.Failure?)
        -> TransportError
    {
        if let reason = dial.attempt?.verificationError {
            return TransportError(.tlsFailed, "the certificate of \(host) is not trusted: \(reason)")
        }
        if let proxy = dial.proxy, detail.hasPrefix("proxy") {
            return TransportError(.connectionFailed, "the proxy \(proxy.host) opened no tunnel to \(host)")
        }
        // A connection that ends during the handshake may work a moment later; what OpenSSL objects to will not.
        guard detail.hasPrefix("connect SSL"), let handshake, !handshake.isEndOfStream else {
            return TransportError(.connectionLost, "\(host) ended the connection during the TLS handshake")
        }
        return TransportError(.tlsFailed, "TLS with \(host) failed: \(handshake.reason)")
    }
}
