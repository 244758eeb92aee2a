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

    /// The host's first labels.
    var endpointName: String {
        switch self {
        case .sso: "portal.sso"
        case .ssoOIDC: "oidc"
        default: rawValue
        }
    }

    /// In credential scopes.
    var signingName: String { rawValue }
    /// In `AWS_ENDPOINT_URL_…`.
    var variableSuffix: String { rawValue.uppercased() }
    /// In a `services` section of the shared files.
    var sectionKey: String { rawValue }
    /// Whether it answers in one region of each partition only.
    var isGlobal: Bool { self == .organizations }
}
