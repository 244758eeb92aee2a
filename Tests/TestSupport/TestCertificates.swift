/// A certificate authority of a test's own, and good and bad server certificates, made with the `openssl` program.
public struct TestCertificates: Sendable {
    /// What a server shows.
    public enum Kind: String, Sendable, CaseIterable {
        /// Signed by the authority for `localhost` and `127.0.0.1`.
        case valid
        /// Signed by the authority for `elsewhere.example`.
        case wrongHost
        /// As `valid`, but its time is over.
        case expired
        /// For `localhost` and `127.0.0.1`, signed by nobody else.
        case selfSigned
    }

    /// PEM files of a server's certificate and private key.
    public struct Identity: Sendable {
        public let certificate: String
        public let key: String
    }

    private let directory: TemporaryDirectory

    /// The authority's certificate as a PEM file: what a client that trusts it is given.
    public var authority: String { directory.file("authority.pem") }

    public static nonisolated(nonsending) func with<Result>(
        _ body: nonisolated(nonsending) (TestCertificates) async throws -> Result
    ) async throws -> Result {
        try await TemporaryDirectory.with { directory in
            let certificates = TestCertificates(directory: directory)
            try await certificates.makeAuthority()
            return try await body(certificates)
        }
    }

    /// Makes a server's certificate.
    public func identity(_ kind: Kind = .valid) async throws -> Identity {
        let identity = Identity(
            certificate: directory.file("\(kind.rawValue).pem"), key: directory.file("\(kind.rawValue).key"))
        let names = kind == .wrongHost ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1"
        let request = ["openssl", "req", "-new"] + Self.newKey(identity.key) + ["-addext", "subjectAltName=\(names)"]
        if kind == .selfSigned {
            try await ChildProcess.output(of: request + ["-x509", "-subj", "/CN=server", "-out", identity.certificate])
        } else {
            let unsigned = directory.file("\(kind.rawValue).csr")
            try await ChildProcess.output(of: request + ["-subj", "/CN=server", "-out", unsigned])
            try await ChildProcess.output(of: [
                "openssl", "x509", "-req", "-in", unsigned, "-copy_extensions", "copy", "-CA", authority, "-CAkey",
                directory.file("authority.key"), "-days", kind == .expired ? "-1" : "2", "-out", identity.certificate,
            ])
        }
        return identity
    }

    private func makeAuthority() async throws {
        let key = Self.newKey(directory.file("authority.key"))
        try await ChildProcess.output(
            of: ["openssl", "req", "-x509"] + key + ["-subj", "/CN=Test authority", "-out", authority])
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-batch", "-keyout", file]
    }
}
