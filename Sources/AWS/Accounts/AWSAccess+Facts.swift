import FoundationEssentials
import Networking

/// What a check-up tells of the way to AWS.
extension AWSAccess {
    /// How far this machine's clock is ahead of AWS's, to the second; nil where no server told. Nothing is signed.
    public func clockAhead() async -> TimeInterval? {
        let request = HTTPRequest(method: .get, url: endpoints.url(of: .sts, in: region), timeout: .seconds(10))
        guard let response = try? await transport.send(request), let theirs = response.date else { return nil }
        return surroundings.now().timeIntervalSince(theirs).rounded()
    }
}

extension CredentialSource {
    /// For a person; no secrets.
    var words: String {
        switch self {
        case .fixed(let credentials):
            "the access key \(credentials.accessKeyID)"
                + (credentials.sessionToken == nil ? "" : " with a session token")
        case .role(let role, let base): "the role \(role.arn), assumed with \(base.words)"
        case .webIdentity(let identity): "the role \(identity.roleARN), by the web identity token \(identity.tokenFile)"
        case .sso(let role): "single sign-on, the role \(role.role) of \(role.account)"
        case .process: "a profile's credential_process"
        case .container: "the container credentials service"
        case .instance: "the instance's role (IMDSv2)"
        }
    }
}
