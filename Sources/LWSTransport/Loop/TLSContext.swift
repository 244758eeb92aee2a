import CWebSockets
import Glibc
import Networking

/// The TLS settings of all connections. libwebsockets' own would also trust whatever lies in `../share` of the working
/// directory (its compiled-in certificate folder), and would accept a missing certificate file in silence.
final class TLSContext {
    /// An entry of OpenSSL's error queue.
    struct Failure {
        let code: UInt

        /// The last one on this thread; nil where the queue is empty.
        static var last: Failure? {
            let code = ERR_peek_last_error()
            return code == 0 ? nil : Failure(code: code)
        }

        /// The peer hung up; everything else is something OpenSSL objects to.
        var isEndOfStream: Bool { cws_tls_reason(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING }

        var reason: String {
            ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(code)"
        }
    }

    let handle: OpaquePointer
    /// Why the last handshake failed. libwebsockets empties the queue before it says that one did.
    private(set) var handshakeFailure: Failure?

    /// Trusts the certificates of `certificateFile`; without one, those of the system.
    init(certificateFile: String?) throws(TransportError) {
        guard let handle = SSL_CTX_new(TLS_client_method()) else {
            throw TransportError(
                .tlsFailed, "TLS could not be initialized: \(Failure.last?.reason ?? "no reason given")")
        }
        self.handle = handle
        _ = cws_require_tls12(handle)
        if let certificateFile {
            guard SSL_CTX_load_verify_file(handle, certificateFile) == 1 else {
                throw TransportError(
                    .tlsFailed,
                    "no certificate could be read from \(certificateFile): \(Failure.last?.reason ?? "no reason given")"
                )
            }
        } else {
            SSL_CTX_set_default_verify_paths(handle)
        }
        SSL_CTX_set_ex_data(handle, 0, Unmanaged.passUnretained(self).toOpaque())
        SSL_CTX_set_info_callback(handle) { ssl, event, _ in
            guard event == SSL_CB_CONNECT_EXIT, let data = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0) else { return }
            Unmanaged<TLSContext>.fromOpaque(data).takeUnretainedValue().handshakeFailure = .last
        }
    }

    deinit {
        SSL_CTX_free(handle)
    }

    /// Why a certificate is not trusted, from the `X509_STORE_CTX` of a verification; nil where it is.
    static func verificationError(_ store: UnsafeMutableRawPointer) -> String? {
        let code = X509_STORE_CTX_get_error(OpaquePointer(store))
        return code == X509_V_OK ? nil : String(cString: X509_verify_cert_error_string(Int(code)))
    }

    /// A clear error for a file that is not there, before anything is started.
    static func check(certificateFile: String) throws(TransportError) {
        guard access(certificateFile, R_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw TransportError(.tlsFailed, "the certificate file \(certificateFile) cannot be read: \(reason)")
        }
    }
}
