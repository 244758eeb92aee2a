import CCurl
import Networking

extension TransportError {
    /// What curl's result means: the one place where its codes are read. https://curl.se/libcurl/c/libcurl-errors.html
    init(_ result: CURLcode, detail: String, label: String) {
        let reason =
            if result == CURLE_ABORTED_BY_CALLBACK {
                "the kept connection was lost after the request had been sent"
            } else {
                detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail
            }
        self.init(Code(result, detail: detail), "\(label): \(reason)")
    }
}

extension TransportError.Code {
    fileprivate init(_ result: CURLcode, detail: String) {
        self =
            switch result {
            case CURLE_URL_MALFORMAT: .invalidURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            // The request itself was not sent.
            case CURLE_RECV_ERROR where detail.contains("CONNECT"): .connectionFailed
            case CURLE_SSL_CONNECT_ERROR where Self.isBrokenHandshake(detail): .connectionLost
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
                CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
                CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_INITFAILED:
                .tlsFailed
            case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_ABORTED_BY_CALLBACK, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
                CURLE_HTTP2, CURLE_HTTP2_STREAM:
                .connectionLost
            // The URL's scheme was checked before, so the unsupported protocol is the answer's ("HTTP/0.9").
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: .malformedResponse
            default: .connectionFailed
            }
    }

    /// A handshake that ended because the connection did has no reason of TLS's own; only curl's text tells.
    private static func isBrokenHandshake(_ detail: String) -> Bool {
        ["Send failure", "Recv failure", "in connection to", "unexpected eof"].contains { detail.contains($0) }
    }
}
