/// Where credentials come from, as the settings decide; nothing has been asked yet.
indirect enum CredentialSource: Sendable, Equatable {
    case fixed(Credentials)
    case role(AssumedRole, base: CredentialSource)
    case webIdentity(WebIdentity)
    case sso(SSORole)
    case process(CredentialProcess)
    case container(ContainerCredentials)
    case instance(InstanceMetadata)
}

/// A role to assume with other credentials.
struct AssumedRole: Sendable, Equatable {
    var arn: String
    var sessionName = AssumedRole.defaultSessionName
    var externalID: String?
    var duration: Int?

    /// What CloudTrail shows of our calls in the accounts we look at.
    static let defaultSessionName = "trailwatch"
}

/// A role to assume with a token that a file holds (EKS, GitHub, any OpenID provider).
struct WebIdentity: Sendable, Equatable {
    var roleARN: String
    var tokenFile: String
    var sessionName = AssumedRole.defaultSessionName
}
