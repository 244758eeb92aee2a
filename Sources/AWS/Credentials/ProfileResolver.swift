import Networking

/// Follows a profile of the shared files, through `source_profile`, to where its credentials come from.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
struct ProfileResolver {
    private let settings: AWSSettings

    init(_ settings: AWSSettings) {
        self.settings = settings
    }

    /// nil for a profile that says nothing about credentials.
    func source(of name: String) throws(AWSError) -> CredentialSource? {
        try source(of: name, seen: [])
    }

    private func source(of name: String, seen: [String]) throws(AWSError) -> CredentialSource? {
        guard let profile = settings.profiles[name] else {
            throw mistake(seen.last ?? name, "source_profile names `\(name)`, which is in neither of the shared files")
        }
        if let role = profile["role_arn"] { return try self.role(role, name, profile, seen: seen) }
        if let role = try SSORole(profile: name, settings) { return .sso(role) }
        if let keys = try keys(name, profile) { return .fixed(keys) }
        guard let commandLine = profile["credential_process"] else { return nil }
        return .process(try CredentialProcess(profile: name, commandLine: commandLine))
    }

    private func role(
        _ arn: String, _ name: String, _ profile: SharedSection, seen: [String]
    ) throws(AWSError) -> CredentialSource {
        let sessionName = profile["role_session_name"] ?? AssumedRole.defaultSessionName
        if let file = profile["web_identity_token_file"] {
            return .webIdentity(WebIdentity(roleARN: arn, tokenFile: file, sessionName: sessionName))
        }
        if profile["mfa_serial"] != nil {
            throw AWSError(
                .unsupportedCredentials,
                "profile \(name) has mfa_serial: a bot has nobody who types a code, so it needs a profile without one")
        }
        let duration = try profile["duration_seconds"].map { (text: String) throws(AWSError) -> Int in
            guard let seconds = Int(text), (900...43_200).contains(seconds) else {
                throw mistake(name, "duration_seconds: expected 900 to 43200, found `\(text)`")
            }
            return seconds
        }
        let role = AssumedRole(
            arn: arn, sessionName: sessionName, externalID: profile["external_id"], duration: duration)
        return .role(role, base: try base(of: name, profile, seen: seen))
    }

    private func base(
        of name: String, _ profile: SharedSection, seen: [String]
    ) throws(AWSError) -> CredentialSource {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (nil, nil): throw mistake(name, "role_arn needs source_profile or credential_source beside it")
        case (.some, .some): throw mistake(name, "source_profile and credential_source exclude each other")
        case (nil, let source?): return try named(source, name)
        case (let next?, nil):
            // A profile that names itself means its own keys.
            if next == name, let keys = try keys(name, profile) { return .fixed(keys) }
            if next == name || seen.contains(next) {
                throw mistake(
                    name, "source_profile goes round in a circle: \((seen + [name, next]).joined(separator: " → "))")
            }
            guard let source = try source(of: next, seen: seen + [name]) else {
                throw mistake(next, "has no credentials, but source_profile of \(name) names it")
            }
            return source
        }
    }

    private func named(_ source: String, _ profile: String) throws(AWSError) -> CredentialSource {
        switch source {
        case "Environment":
            guard let keys = try CredentialSource.environment(settings) else {
                throw mistake(profile, "credential_source is Environment, but AWS_ACCESS_KEY_ID is not set")
            }
            return .fixed(keys)
        case "EcsContainer":
            guard let container = try ContainerCredentials(settings) else {
                throw mistake(profile, "credential_source is EcsContainer, but this is no container of ECS or EKS")
            }
            return .container(container)
        case "Ec2InstanceMetadata": return .instance(try InstanceMetadata(settings))
        default:
            throw mistake(
                profile,
                "credential_source: expected Environment, Ec2InstanceMetadata or EcsContainer, found `\(source)`")
        }
    }

    private func keys(_ name: String, _ profile: SharedSection) throws(AWSError) -> Credentials? {
        switch (profile["aws_access_key_id"], profile["aws_secret_access_key"]) {
        case (nil, nil): return nil
        case (let id?, let secret?):
            return Credentials(
                accessKeyID: id, secretAccessKey: Secret(secret),
                sessionToken: profile["aws_session_token"].map { Secret($0) })
        case (nil, .some): throw mistake(name, "aws_secret_access_key is set, but aws_access_key_id is not")
        case (.some, nil): throw mistake(name, "aws_access_key_id is set, but aws_secret_access_key is not")
        }
    }

    private func mistake(_ profile: String, _ sentence: String) -> AWSError {
        AWSError(.configuration, "profile \(profile): \(sentence)")
    }
}
