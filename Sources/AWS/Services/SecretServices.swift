import CloudTrailCore

/// The calls that read secrets, one for each service that keeps them.
struct SecretServices: Sendable {
    let client: AWSClient

    /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    func secretValue(
        _ id: String, stage: String?, version: String?, in region: Region
    ) async throws(AWSError) -> String {
        let answer = try await client.json(
            Operation(.getSecretValue, in: region), target: "secretsmanager",
            SecretValueInput(SecretId: id, VersionStage: stage, VersionId: version), as: SecretValueOutput.self)
        guard let text = answer.SecretString else {
            throw AWSError(.malformedAnswer, call: "GetSecretValue", "the secret is binary, not text")
        }
        return text
    }

    /// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
    func parameter(_ name: String, in region: Region) async throws(AWSError) -> String {
        try await client.json(
            Operation(.getParameter, in: region), target: "AmazonSSM",
            ParameterInput(Name: name, WithDecryption: true), as: ParameterOutput.self
        ).Parameter.Value
    }
}

private struct SecretValueInput: Encodable {
    var SecretId: String
    var VersionStage: String?
    var VersionId: String?
}

private struct SecretValueOutput: Decodable {
    var SecretString: String?
}

private struct ParameterInput: Encodable {
    var Name: String
    var WithDecryption: Bool
}

private struct ParameterOutput: Decodable {
    struct Content: Decodable { var Value: String }
    var Parameter: Content
}
