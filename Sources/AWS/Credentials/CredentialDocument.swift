import FoundationEssentials
import Networking

/// The JSON in which metadata services hand out credentials.
struct CredentialDocument: Decodable {
    var AccessKeyId: String
    var SecretAccessKey: String
    var Token: String?
    var Expiration: String?

    static func credentials(in data: Data, from source: String) throws(AWSError) -> Credentials {
        guard let document = try? JSONDecoder().decode(CredentialDocument.self, from: data) else {
            throw AWSError(.noCredentials, "the \(source) service's answer holds no credentials")
        }
        let expiration = try document.Expiration.map { (text: String) throws(AWSError) -> Date in
            guard let date = Date(awsTimestamp: text) else {
                throw AWSError(
                    .noCredentials, "the \(source) service's credentials end at an unreadable time, `\(text)`")
            }
            return date
        }
        return Credentials(
            accessKeyID: document.AccessKeyId, secretAccessKey: Secret(document.SecretAccessKey),
            sessionToken: document.Token.map { Secret($0) }, expiration: expiration)
    }
}
