import FoundationEssentials
import Networking

/// An access key, and the session it belongs to when it is temporary.
public struct Credentials: Sendable, Hashable {
    public var accessKeyID: String
    public var secretAccessKey: Secret
    public var sessionToken: Secret?
    /// nil for keys that do not end by themselves.
    public var expiration: Date?

    public init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Date? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

/// Gives credentials that are good now. Safe to ask from any task, for every request.
public protocol CredentialProvider: Sendable {
    func credentials() async throws(AWSError) -> Credentials
    /// Others than those, which AWS says have ended; the same where there are no others.
    func credentials(insteadOf ended: Credentials) async throws(AWSError) -> Credentials
}

/// Credentials that never change.
public struct FixedCredentials: CredentialProvider {
    private let value: Credentials

    public init(_ value: Credentials) {
        self.value = value
    }

    public func credentials() async throws(AWSError) -> Credentials { value }
    public func credentials(insteadOf ended: Credentials) async throws(AWSError) -> Credentials { value }
}
