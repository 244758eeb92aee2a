import CWebSockets
import Glibc
import Networking

/// The TLS settings of all connections. libwebsockets' own would also trust whatever lies in `../share` of the working
/// directory (its compiled-in certificate folder), and would accept a missing certificate file in silence.
final class TLSContext {
    let handle: OpaquePointer

    /// Trusts the certificates of `certificateFile`; without one, those of the system.
    init(certificateFile: String?) throws(TransportError) {
        guard let handle = SSL_CTX_new(TLS_client_method()) else {
            throw TransportError(.tlsFailed, "TLS could not be initialized: \(TLSContext.lastError)")
        }
        self.handle = handle
        _ = cws_require_tls12(handle)
        if let certificateFile {
            guard SSL_CTX_load_verify_file(handle, certificateFile) == 1 else {
                throw TransportError(
                    .tlsFailed, "no certificate could be read from \(certificateFile): \(TLSContext.lastError)")
            }
        } else {
            SSL_CTX_set_default_verify_paths(handle)
        }
    }

    deinit {
        SSL_CTX_free(handle)
    }

    /// What OpenSSL says about the last failure on this thread.
    static var lastError: String {
        ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "no reason given"
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
