import Cryptography
import Networking
import Synchronization

/// What a signature is for: a service in a region.
public struct SigningScope: Hashable, Sendable {
    public var region: String
    /// The name in credential scopes, such as `cloudtrail`.
    public var service: String

    public init(region: String, service: String) {
        self.region = region
        self.service = service
    }
}

/// Derived keys, kept while the secret and the day stay the same: deriving one costs four HMACs, more than all the rest of
/// a signature.
public final class SigningKeys: Sendable {
    private struct Kept {
        var secret: Secret?
        var day = ""
        var keys: [SigningScope: [UInt8]] = [:]
    }

    private let kept = Mutex(Kept())

    public init() {}

    func key(secret: Secret, day: String, scope: SigningScope) -> [UInt8] {
        let known = kept.withLock { $0.secret == secret && $0.day == day ? $0.keys[scope] : nil }
        if let known { return known }
        let key = Self.derive(secret: secret, day: day, scope: scope)
        kept.withLock { kept in
            if kept.secret != secret || kept.day != day { kept = Kept(secret: secret, day: day) }
            kept.keys[scope] = key
        }
        return key
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    static func derive(secret: Secret, day: String, scope: SigningScope) -> [UInt8] {
        [day, scope.region, scope.service, "aws4_request"].reduce(Array(("AWS4" + secret.reveal()).utf8)) { key, part in
            HMACSHA256.code(for: part, key: key).bytes
        }
    }
}
