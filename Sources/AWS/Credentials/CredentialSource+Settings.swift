import Networking

extension CredentialSource {
    /// The order of the SDKs: environment, a profile's role, web identity, the profile's own keys, container, instance.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
    init(_ settings: AWSSettings) throws(AWSError) {
        if let fixed = try Self.environment(settings) {
            self = .fixed(fixed)
        } else if let source = try Self.profile(settings) {
            self = source
        } else if let container = try ContainerCredentials(settings) {
            self = .container(container)
        } else if settings.isTrue("AWS_EC2_METADATA_DISABLED") {
            throw AWSError(
                .noCredentials,
                "no AWS credentials: none in the environment, none in profile \(settings.profile.name), no container's, "
                    + "and AWS_EC2_METADATA_DISABLED forbids asking the instance")
        } else {
            self = .instance(try InstanceMetadata(settings))
        }
    }

    static func environment(_ settings: AWSSettings) throws(AWSError) -> Credentials? {
        guard let id = settings.environment["AWS_ACCESS_KEY_ID"] else { return nil }
        guard let secret = settings.environment["AWS_SECRET_ACCESS_KEY"] else {
            throw AWSError(.noCredentials, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret),
            sessionToken: settings.environment["AWS_SESSION_TOKEN"].map { Secret($0) })
    }

    private static func profile(_ settings: AWSSettings) throws(AWSError) -> CredentialSource? {
        let (name, isNamed) = settings.profile
        let profile = settings.profiles[name]
        if profile == nil, isNamed {
            throw AWSError(.configuration, "profile \(name) is in neither of the shared files")
        }
        let assumesRole = profile?["source_profile"] != nil || profile?["credential_source"] != nil
        if !assumesRole, let webIdentity = try environmentWebIdentity(settings) { return .webIdentity(webIdentity) }
        guard profile != nil else { return nil }
        return try ProfileResolver(settings).source(of: name)
    }

    private static func environmentWebIdentity(_ settings: AWSSettings) throws(AWSError) -> WebIdentity? {
        guard let file = settings.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else { return nil }
        guard let role = settings.environment["AWS_ROLE_ARN"] else {
            throw AWSError(.noCredentials, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")
        }
        let session = settings.environment["AWS_ROLE_SESSION_NAME"] ?? AssumedRole.defaultSessionName
        return WebIdentity(roleARN: role, tokenFile: file, sessionName: session)
    }
}
