import FoundationEssentials
import Networking

/// IAM Identity Center: credentials for the role of somebody who has signed in.
struct IdentityCenter: Sendable {
    /// So long before its end a sign-in is renewed.
    private static let lead: TimeInterval = 900

    /// Unsigned: the sign-in's token is what proves who asks.
    let client: AWSClient
    let tokens: SSOTokenCache
    let now: @Sendable () -> Date

    func credentials(_ role: SSORole) async throws(AWSError) -> Credentials {
        let token = try await token(of: role.signIn)
        let operation = Operation(.getRoleCredentials, in: role.signIn.region)
        let path =
            "federation/credentials?role_name=\(PercentEncoding.encode(role.role))"
            + "&account_id=\(PercentEncoding.encode(role.account))"
        let message = AWSMessage(method: .get, path: path, headers: ["x-amz-sso_bearer_token": token.accessToken])
        do throws(AWSError) {
            return try await client.send(operation, message) { response throws(AWSError) in
                try response.json(of: operation, as: RoleCredentialsAnswer.self).roleCredentials.credentials
            }
        } catch  where error.status == 401 {
            throw Self.ended(role.signIn)
        }
    }

    private func token(of signIn: SSOSignIn) async throws(AWSError) -> SSOToken {
        guard let token = tokens.token(of: signIn) else {
            throw AWSError(
                .noCredentials, "nobody has signed in to \(signIn.startURL) on this machine: `\(signIn.remedy)` does it"
            )
        }
        let time = now()
        guard let end = token.end, end.timeIntervalSince(time) < Self.lead else { return token }
        if signIn.session != nil, let renewal = token.renewal(at: time) {
            do throws(AWSError) {
                return try await renew(token, by: renewal, signIn)
            } catch {
                // It is tried again with the next credentials; until the end the old token will do.
                if end <= time, RetryDecision(error) != .giveUp { throw error }
            }
        }
        if end <= time { throw Self.ended(signIn) }
        return token
    }

    private func renew(
        _ token: SSOToken, by renewal: SSORenewal, _ signIn: SSOSignIn
    ) async throws(AWSError) -> SSOToken {
        let operation = Operation(.createToken, in: signIn.region)
        let body: Data
        do { body = try JSONEncoder().encode(renewal) } catch {
            throw AWSError(.configuration, call: operation.name, "the request cannot be written as JSON")
        }
        let message = AWSMessage(path: "token", headers: ["Content-Type": "application/json"], body: body)
        let answer = try await client.send(operation, message) { response throws(AWSError) in
            try response.json(of: operation, as: SSORenewal.Answer.self)
        }
        var renewed = token
        renewed.renew(answer, at: now())
        tokens.keep(renewed, of: signIn)
        return renewed
    }

    private static func ended(_ signIn: SSOSignIn) -> AWSError {
        AWSError(.noCredentials, "the sign-in to \(signIn.startURL) has ended: `\(signIn.remedy)` renews it")
    }
}

/// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
private struct RoleCredentialsAnswer: Decodable {
    struct Keys: Decodable {
        var accessKeyId: String
        var secretAccessKey: String
        var sessionToken: String
        /// Milliseconds since 1970.
        var expiration: Double

        var credentials: Credentials {
            Credentials(
                accessKeyID: accessKeyId, secretAccessKey: Secret(secretAccessKey), sessionToken: Secret(sessionToken),
                expiration: Date(timeIntervalSince1970: expiration / 1000))
        }
    }

    var roleCredentials: Keys
}
