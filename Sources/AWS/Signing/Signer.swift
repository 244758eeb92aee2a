import Cryptography
import FoundationEssentials
import Networking

/// Signature Version 4: from a request, credentials and the time to the headers that prove who sent it.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
public struct Signer: Sendable {
    private let scope: SigningScope
    private let keys: SigningKeys

    public init(scope: SigningScope, keys: SigningKeys = SigningKeys()) {
        self.scope = scope
        self.keys = keys
    }

    /// The request with `X-Amz-Date`, `X-Amz-Security-Token` and `Authorization`. `Host` is signed as the URL has it, so
    /// the transport must send that.
    public func sign(_ request: HTTPRequest, with credentials: Credentials, at date: Date) -> HTTPRequest {
        let time = SigningTime(date)
        var signed = request
        signed.headers["X-Amz-Date"] = time.stamp
        signed.headers["X-Amz-Security-Token"] = credentials.sessionToken?.reveal()
        signed.headers["Authorization"] = authorization(of: signed, credentials, time)
        return signed
    }

    private func authorization(of request: HTTPRequest, _ credentials: Credentials, _ time: SigningTime) -> String {
        let canonical = CanonicalRequest(request)
        let place = "\(time.day)/\(scope.region)/\(scope.service)/aws4_request"
        let toSign = "AWS4-HMAC-SHA256\n\(time.stamp)\n\(place)\n\(SHA256.hash(canonical.text).hex)"
        let key = keys.key(secret: credentials.secretAccessKey, day: time.day, scope: scope)
        let signature = HMACSHA256.code(for: toSign, key: key).hex
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(place), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
    }
}
