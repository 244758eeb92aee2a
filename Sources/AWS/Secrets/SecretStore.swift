import FoundationEssentials
import Networking

/// Reads secrets that AWS keeps.
public struct SecretStore: Sendable {
    private let services: SecretServices
    private let access: AWSAccess

    public init(_ access: AWSAccess) {
        self.access = access
        services = SecretServices(client: access.client)
    }

    public func value(of reference: SecretReference) async throws(AWSError) -> Secret {
        switch reference.service {
        case .parameter(let name): return Secret(try await services.parameter(name, in: reference.region))
        case .secret(let id, let key, let stage, let version):
            let text = try await services.secretValue(id, stage: stage, version: version, in: reference.region)
            guard let key else { return Secret(text) }
            guard let document = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)),
                let value = document[key]?.string
            else {
                throw AWSError(.malformedAnswer, call: "GetSecretValue", "the secret is no JSON with text at `\(key)`")
            }
            return Secret(value)
        }
    }

    /// What Hammer's table of credentials has for a service, such as `slack`; keys within keys are apart by dots:
    /// `basic.password`. Empty when there is nothing.
    public func hammerCredentials(
        of service: String, table: String
    ) async throws(AWSError) -> [String: Secret] {
        let item = try await DynamoDB(access).item(["service": .string(service)], in: table)
        return Self.flat(item?["credentials"]?.map ?? [:])
    }

    private static func flat(_ attributes: [String: AttributeValue], below path: String = "") -> [String: Secret] {
        var secrets: [String: Secret] = [:]
        for (key, value) in attributes {
            if let text = value.string, !text.isEmpty { secrets[path + key] = Secret(text) }
            if let inner = value.map { secrets.merge(flat(inner, below: path + key + ".")) { $1 } }
        }
        return secrets
    }
}
