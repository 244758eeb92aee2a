import CloudTrailCore

/// A role of IAM Identity Center that a person's sign-in gives.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
struct SSORole: Sendable, Equatable {
    var signIn: SSOSignIn
    var account: String
    var role: String
}

/// A sign-in that `aws sso login` made and keeps in a file.
struct SSOSignIn: Sendable, Equatable {
    /// The section `sso-session`; nil in profiles of the older form, whose sign-ins cannot be renewed.
    var session: String?
    var startURL: String
    var region: Region
    /// What a person types to sign in again.
    var remedy: String

    /// The name of its file.
    var cacheKey: String { session ?? startURL }
}

extension SSORole {
    /// nil for a profile without such a role.
    init?(profile name: String, _ settings: AWSSettings) throws(AWSError) {
        guard let profile = settings.profiles[name],
            profile["sso_account_id"] != nil || profile["sso_role_name"] != nil
        else { return nil }
        let keys = try Self.keys(of: name, profile, settings)
        let needed = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]
        let missing = needed.filter { keys[$0] == nil }
        guard let url = keys["sso_start_url"], let regionName = keys["sso_region"],
            let account = keys["sso_account_id"], let role = keys["sso_role_name"]
        else {
            throw AWSError(.configuration, "profile \(name): \(missing.joined(separator: ", ")) must be set, too")
        }
        guard let region = Region(regionName) else {
            throw AWSError(
                .configuration,
                "profile \(name): sso_region: expected a region such as eu-west-1, found `\(regionName)`")
        }
        let session = profile["sso_session"]
        let remedy = session.map { "aws sso login --sso-session \($0)" } ?? "aws sso login --profile \(name)"
        self.init(
            signIn: SSOSignIn(session: session, startURL: url, region: region, remedy: remedy), account: account,
            role: role)
    }

    /// The profile's keys with those of the session that it names.
    private static func keys(
        of name: String, _ profile: SharedSection, _ settings: AWSSettings
    ) throws(AWSError) -> [String: String] {
        guard let sessionName = profile["sso_session"] else { return profile.values }
        guard let session = settings.ssoSessions[sessionName] else {
            throw AWSError(
                .configuration,
                "profile \(name): sso_session names `\(sessionName)`, which is no section [sso-session …]")
        }
        if let key = session.values.keys.sorted().first(where: {
            profile[$0] != nil && profile[$0] != session[$0]
        }) {
            throw AWSError(
                .configuration, "profile \(name): \(key) is another one than in [sso-session \(sessionName)]")
        }
        return profile.values.merging(session.values) { $1 }
    }
}
