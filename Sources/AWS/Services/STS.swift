import CloudTrailCore
import FoundationEssentials
import Networking

/// Security Token Service, in one region. https://docs.aws.amazon.com/STS/latest/APIReference/
struct STS: Sendable {
    private static let version = "2011-06-15"

    private let client: AWSClient
    private let region: Region

    init(_ client: AWSClient, region: Region) {
        self.client = client
        self.region = region
    }

    func callerIdentity() async throws(AWSError) -> CallerIdentity {
        let result = try await call(.getCallerIdentity, [])
        let arn = try result.required("Arn", of: "GetCallerIdentity")
        let account = try result.required("Account", of: "GetCallerIdentity")
        guard let account = AccountID(account), let identity = CallerIdentity(arn: arn, account: account) else {
            throw AWSError(.malformedAnswer, call: "GetCallerIdentity", "the answer names no account and ARN")
        }
        return identity
    }

    func assumeRole(_ role: AssumedRole) async throws(AWSError) -> Credentials {
        var parameters = [("RoleArn", role.arn), ("RoleSessionName", role.sessionName)]
        if let externalID = role.externalID { parameters.append(("ExternalId", externalID)) }
        if let duration = role.duration { parameters.append(("DurationSeconds", String(duration))) }
        return try await credentials(.assumeRole, parameters)
    }

    func assumeRole(_ identity: WebIdentity, token: Secret) async throws(AWSError) -> Credentials {
        try await credentials(
            .assumeRoleWithWebIdentity,
            [
                ("RoleArn", identity.roleARN), ("RoleSessionName", identity.sessionName),
                ("WebIdentityToken", token.reveal()),
            ])
    }

    private func credentials(
        _ called: AWSCall, _ parameters: [(String, String)]
    ) async throws(AWSError) -> Credentials {
        let operation = called.rawValue
        let answer = try await call(called, parameters).required(element: "Credentials", of: operation)
        guard let expiration = Date(awsTimestamp: try answer.required("Expiration", of: operation)) else {
            throw AWSError(.malformedAnswer, call: operation, "the credentials end at an unreadable time")
        }
        return Credentials(
            accessKeyID: try answer.required("AccessKeyId", of: operation),
            secretAccessKey: Secret(try answer.required("SecretAccessKey", of: operation)),
            sessionToken: Secret(try answer.required("SessionToken", of: operation)), expiration: expiration)
    }

    private func call(_ called: AWSCall, _ parameters: [(String, String)]) async throws(AWSError) -> XMLElement {
        let operation = Operation(called, in: region)
        let root = try await client.query(operation, version: Self.version, parameters)
        return try root.required(element: operation.name + "Result", of: operation.name)
    }
}
