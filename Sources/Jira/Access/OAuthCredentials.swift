import ChatOps
import Cryptography
import FoundationEssentials
import Networking

/// An application link's OAuth 1.0a, signed with RSA-SHA1: https://www.rfc-editor.org/rfc/rfc5849.
/// The token's own secret takes no part in such signatures (3.4.3), so it is not asked for.
public struct OAuthCredentials: Sendable {
    private let consumerKey: String
    private let accessToken: Secret
    private let privateKey: RSAPrivateKey

    /// `privateKey` is PEM text. Throws when it is no RSA key.
    public init(consumerKey: String, accessToken: Secret, privateKey: Secret) throws(TicketingError) {
        do {
            self.privateKey = try RSAPrivateKey(pem: Self.lines(privateKey.reveal()))
        } catch {
            throw TicketingError(.unauthorized, "JIRA_OAUTH_PRIVATE_KEY cannot be used: \(error.message).")
        }
        self.consumerKey = consumerKey
        self.accessToken = accessToken
    }

    /// A key that was kept on one line has its line ends written out.
    private static func lines(_ pem: String) -> String {
        pem.contains("\n") ? pem : pem.replacing("\\n", with: "\n")
    }

    /// The value of the `Authorization` field. The request's body takes no part: none of ours is a form.
    func authorization(for request: HTTPRequest, _ stamp: OAuthStamp) throws(JiraFailure) -> Secret {
        let parameters = [
            ("oauth_consumer_key", consumerKey), ("oauth_nonce", stamp.nonce), ("oauth_signature_method", "RSA-SHA1"),
            ("oauth_timestamp", "\(stamp.timestamp)"), ("oauth_token", accessToken.reveal()), ("oauth_version", "1.0"),
        ].map { ($0.0, $0.1.percentEncoded) }
        let signature: [UInt8]
        do {
            signature = try privateKey.signatureOverSHA1(of: OAuthBase(request, parameters).text)
        } catch {
            throw JiraFailure(code: .unauthorized, message: "JIRA was not asked, for \(error.message)")
        }
        let signed = parameters + [("oauth_signature", Data(signature).base64EncodedString().percentEncoded)]
        return Secret("OAuth " + signed.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", "))
    }
}

/// What makes one signed request unlike all others.
struct OAuthStamp: Sendable, Equatable {
    /// Seconds since 1970.
    var timestamp: Int
    var nonce: String

    static func now() -> OAuthStamp {
        OAuthStamp(
            timestamp: Int(Date().timeIntervalSince1970),
            nonce: Hexadecimal.encode((0..<16).map { _ in UInt8.random(in: .min ... .max) }))
    }
}

/// The text that is signed: https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1
struct OAuthBase {
    let text: String

    /// `parameters` are OAuth's own, already percent-encoded, as the request's URL must be.
    init(_ request: HTTPRequest, _ parameters: [(String, String)]) {
        let parts = request.url.split(separator: "?", maxSplits: 1)
        let query = parts.dropFirst().flatMap { $0.split(separator: "&") }.map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(sides[0]), sides.count > 1 ? String(sides[1]) : "")
        }
        let all = (query + parameters).sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        text = [request.method.rawValue, Self.withoutDefaultPort(String(parts[0])), all]
            .map(\.percentEncoded).joined(separator: "&")
    }

    /// Scheme and host in lower case, and no port that goes without saying.
    private static func withoutDefaultPort(_ url: String) -> String {
        guard let start = url.firstRange(of: "://") else { return url }
        let scheme = url[..<start.lowerBound].lowercased()
        let rest = url[start.upperBound...]
        let path = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = rest[..<path].lowercased()
        let port = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(port) { host.removeLast(port.count) }
        return "\(scheme)://\(host)\(rest[path...])"
    }
}
