import Glibc
import Networking

/// Refuses a certificate file that cannot be read now, rather than with every request later.
func checkCertificateFile(_ path: String) throws(TransportError) {
    var status = stat()
    let isDirectory = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    guard access(path, R_OK) == 0, !isDirectory else {
        let reason = isDirectory ? "it is a directory" : String(cString: strerror(errno))
        throw TransportError(.tlsFailed, "the certificate file \(path) cannot be read: \(reason)")
    }
}
