import CloudTrailCore

/// Where AWS keeps a secret, as an ARN says: a secret of Secrets Manager, or a parameter of Systems Manager. A secret's ARN may go
/// on as in ECS, to name a key of its JSON, a stage and a version.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
public struct SecretReference: Sendable, Hashable {
    enum Service: Sendable, Hashable {
        case secret(id: String, key: String?, stage: String?, version: String?)
        case parameter(name: String)
    }

    let service: Service
    let region: Region
    /// As it was written.
    public let text: String

    /// nil for any other text, which then is the secret itself.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 6, parts[0] == "arn", let region = Region(parts[3]) else { return nil }
        switch (parts[2], parts[5]) {
        case ("secretsmanager", "secret") where (7...10).contains(parts.count):
            let more = (parts.dropFirst(7) + ["", "", ""]).map { $0.isEmpty ? nil : $0 }
            service = .secret(
                id: parts[..<7].joined(separator: ":"), key: more[0], stage: more[1], version: more[2])
        case ("ssm", let resource) where parts.count == 6 && resource.hasPrefix("parameter/"):
            service = .parameter(name: text)
        default: return nil
        }
        self.region = region
        self.text = text
    }
}
