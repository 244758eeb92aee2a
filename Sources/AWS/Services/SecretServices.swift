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

    /// An item found by a text key; nil when there is none.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
    func item(
        in table: String, key: String, value: String, region: Region
    ) async throws(AWSError) -> [String: AttributeValue]? {
        try await client.json(
            Operation(.getItem, in: region), target: "DynamoDB_20120810",
            ItemInput(TableName: table, Key: [key: AttributeValue(S: value)]), as: ItemOutput.self
        ).Item
    }
}

/// A value of DynamoDB, as far as secrets need it.
struct AttributeValue: Codable, Sendable {
    var S: String?
    var M: [String: AttributeValue]?

    subscript(key: String) -> AttributeValue? { M?[key] }
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

private struct ItemInput: Encodable {
    var TableName: String
    var Key: [String: AttributeValue]
    var ConsistentRead = true
}

private struct ItemOutput: Decodable {
    var Item: [String: AttributeValue]?
}
