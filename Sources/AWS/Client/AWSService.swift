/// A service of AWS, as far as Trailwatch asks any.
public enum AWSService: String, Sendable, CaseIterable {
    case sts
    case ec2
    case cloudTrail = "cloudtrail"

    /// The host's first label.
    var endpointName: String { rawValue }
    /// In credential scopes.
    var signingName: String { rawValue }
    /// In `AWS_ENDPOINT_URL_…`.
    var variableSuffix: String { rawValue.uppercased() }
}
