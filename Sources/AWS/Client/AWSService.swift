/// A service of AWS, as far as Trailwatch asks any.
public enum AWSService: String, Sendable, CaseIterable {
    case sts
    case ec2
    case cloudTrail = "cloudtrail"
    case organizations
    /// The portal of IAM Identity Center, which hands out credentials.
    case sso
    /// The sign-ins of IAM Identity Center.
    case ssoOIDC = "sso_oidc"
    case secretsManager = "secrets_manager"
    case ssm
    case dynamoDB = "dynamodb"
    case s3
    case cloudWatchLogs = "cloudwatch_logs"

    /// The host's first labels.
    var endpointName: String {
        switch self {
        case .sso: "portal.sso"
        case .ssoOIDC: "oidc"
        default: signingName
        }
    }

    /// In credential scopes and policies.
    var signingName: String {
        switch self {
        case .secretsManager: "secretsmanager"
        case .cloudWatchLogs: "logs"
        default: rawValue
        }
    }
    /// In `AWS_ENDPOINT_URL_…`.
    var variableSuffix: String { rawValue.uppercased() }
    /// In a `services` section of the shared files.
    var sectionKey: String { rawValue }
    /// Whether it answers in one region of each partition only.
    var isGlobal: Bool { self == .organizations }
    /// Of the AWS JSON protocol.
    var jsonVersion: String { self == .dynamoDB ? "1.0" : "1.1" }
}
