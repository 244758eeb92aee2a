import FoundationEssentials

/// What a sign-in gave, in the words of its file in `~/.aws/sso/cache`; these are shared with the AWS CLI.
struct SSOToken: Codable, Sendable, Equatable {
    var accessToken: String
    var expiresAt: String
    var startUrl: String?
    var region: String?
    var clientId: String?
    var clientSecret: String?
    var registrationExpiresAt: String?
    var refreshToken: String?

    /// nil when the file's time cannot be read. Older CLIs wrote `UTC` for `Z`.
    var end: Date? { Self.date(expiresAt) }

    /// What a renewal sends, nil when this token cannot be renewed any more.
    func renewal(at time: Date) -> SSORenewal? {
        guard let clientId, let clientSecret, let refreshToken,
            let registered = registrationExpiresAt.flatMap(Self.date), registered > time
        else { return nil }
        return SSORenewal(clientId: clientId, clientSecret: clientSecret, refreshToken: refreshToken)
    }

    mutating func renew(_ answer: SSORenewal.Answer, at time: Date) {
        accessToken = answer.accessToken
        expiresAt = time.addingTimeInterval(Double(answer.expiresIn)).formatted(.iso8601)
        refreshToken = answer.refreshToken ?? refreshToken
    }

    private static func date(_ text: String) -> Date? {
        Date(awsTimestamp: text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}

/// CreateToken. https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
struct SSORenewal: Encodable, Sendable {
    var clientId: String
    var clientSecret: String
    var grantType = "refresh_token"
    var refreshToken: String

    struct Answer: Decodable, Sendable {
        var accessToken: String
        var expiresIn: Int
        var refreshToken: String?
    }
}
