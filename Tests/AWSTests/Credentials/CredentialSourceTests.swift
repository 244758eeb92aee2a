import CloudTrailCore
import Networking
import Testing

@testable import AWS

@Suite("Where credentials come from")
struct CredentialSourceTests {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "env"]
    private static let web = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:role/web"]
    private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"]
    private static let staticProfile = "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file\n"

    private static func source(_ environment: [String: String], config: String = "") throws -> CredentialSource {
        try CredentialSource(.of(environment, files: ["/home/bot/.aws/config": config]))
    }

    private static let ofFile = CredentialSource.fixed(
        Credentials(accessKeyID: "AKIAFILE", secretAccessKey: Secret("file")))

    @Test("The environment's keys come first, with their session token")
    func environment() throws {
        let all = Self.keys.merging(Self.web) { $1 }.merging(Self.container) { $1 }
        #expect(
            try Self.source(all.merging(["AWS_SESSION_TOKEN": "t"]) { $1 }, config: Self.staticProfile)
                == .fixed(
                    Credentials(accessKeyID: "AKIAENV", secretAccessKey: Secret("env"), sessionToken: Secret("t"))))
    }

    @Test("Then a profile's role, web identity, the profile's keys, the container, the instance")
    func order() throws {
        let webAndContainer = Self.web.merging(Self.container) { $1 }
        let role = """
            [default]
            role_arn = arn:role/file
            source_profile = base
            [profile base]
            aws_access_key_id = AKIAFILE
            aws_secret_access_key = file
            """
        #expect(
            try Self.source(webAndContainer, config: role)
                == .role(AssumedRole(arn: "arn:role/file"), base: Self.ofFile))
        #expect(
            try Self.source(webAndContainer, config: Self.staticProfile)
                == .webIdentity(WebIdentity(roleARN: "arn:role/web", tokenFile: "/token")))
        #expect(try Self.source(Self.container, config: Self.staticProfile) == Self.ofFile)
        let container = try #require(try ContainerCredentials(.of(Self.container)))
        #expect(try Self.source(Self.container, config: "[default]\nregion = eu-west-1\n") == .container(container))
        #expect(try Self.source([:]) == .instance(try InstanceMetadata(.of())))
    }

    @Test("A role takes its session name, external id and duration from the profile, through several profiles")
    func chain() throws {
        let config = """
            [profile top]
            role_arn = arn:role/top
            source_profile = middle
            external_id = shared
            role_session_name = auditor
            duration_seconds = 900
            [profile middle]
            role_arn = arn:role/middle
            source_profile = middle
            aws_access_key_id = AKIAFILE
            aws_secret_access_key = file
            """
        #expect(
            try Self.source(["AWS_PROFILE": "top"], config: config)
                == .role(
                    AssumedRole(arn: "arn:role/top", sessionName: "auditor", externalID: "shared", duration: 900),
                    base: .role(AssumedRole(arn: "arn:role/middle"), base: Self.ofFile)))
    }

    @Test("credential_source names the environment, a container or the instance")
    func credentialSource() throws {
        let config = { (name: String) in "[profile p]\nrole_arn = arn:r\ncredential_source = \(name)\n" }
        let profile = ["AWS_PROFILE": "p"]
        let container = try #require(try ContainerCredentials(.of(Self.container)))
        #expect(
            try Self.source(profile.merging(Self.container) { $1 }, config: config("EcsContainer"))
                == .role(AssumedRole(arn: "arn:r"), base: .container(container)))
        #expect(
            try Self.source(profile, config: config("Ec2InstanceMetadata"))
                == .role(AssumedRole(arn: "arn:r"), base: .instance(try InstanceMetadata(.of()))))
        let settings = try AWSSettings.of(
            Self.keys.merging(profile) { $1 }, files: ["/home/bot/.aws/config": config("Environment")])
        let keys = Credentials(accessKeyID: "AKIAENV", secretAccessKey: Secret("env"))
        #expect(
            try ProfileResolver(settings).source(of: "p") == .role(AssumedRole(arn: "arn:r"), base: .fixed(keys)))
    }

    @Test("A profile's single sign-on comes before its keys, and its keys before its program")
    func orderInProfile() throws {
        let program = "credential_process = /bin/keys --for 'the bot'\n"
        let sso = """
            [default]
            sso_session = corp
            sso_account_id = 111111111111
            sso_role_name = auditor
            \(program)
            [sso-session corp]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-west-1

            """
        #expect(
            try Self.source([:], config: sso)
                == .sso(
                    SSORole(
                        signIn: SSOSignIn(
                            session: "corp", startURL: "https://corp.awsapps.com/start", region: Region("eu-west-1")!,
                            remedy: "aws sso login --sso-session corp"),
                        account: "111111111111", role: "auditor")))
        #expect(try Self.source([:], config: Self.staticProfile + program) == Self.ofFile)
        let process = try CredentialProcess(profile: "default", commandLine: "/bin/keys --for 'the bot'")
        #expect(process.command == ["/bin/keys", "--for", "the bot"])
        #expect(try Self.source([:], config: "[default]\n" + program) == .process(process))
        #expect(
            try Self.source([:], config: "[default]\nrole_arn = r\nsource_profile = p\n[profile p]\n" + program)
                == .role(
                    AssumedRole(arn: "r"),
                    base: .process(try .init(profile: "p", commandLine: "/bin/keys --for 'the bot'"))))
    }

    @Test("A profile may have a web identity of its own")
    func webIdentityInProfile() throws {
        let config = "[default]\nrole_arn = arn:r\nweb_identity_token_file = /t\nrole_session_name = s\n"
        #expect(
            try Self.source([:], config: config)
                == .webIdentity(WebIdentity(roleARN: "arn:r", tokenFile: "/t", sessionName: "s")))
    }

    @Test(
        "What is half set, circular or not supported says so in one sentence",
        arguments: [
            (
                ["AWS_ACCESS_KEY_ID": "A"], "", AWSError.Kind.noCredentials,
                "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
            ),
            (
                ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], "", .noCredentials,
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"
            ),
            (["AWS_PROFILE": "gone"], "", .configuration, "profile gone is in neither of the shared files"),
            (
                [:], "[default]\naws_access_key_id = A\n", .configuration,
                "profile default: aws_access_key_id is set, but aws_secret_access_key is not"
            ),
            (
                [:], "[default]\nrole_arn = r\n", .configuration,
                "profile default: role_arn needs source_profile or credential_source beside it"
            ),
            (
                [:], "[default]\nrole_arn = r\nsource_profile = a\ncredential_source = Environment\n", .configuration,
                "profile default: source_profile and credential_source exclude each other"
            ),
            (
                [:], "[default]\nrole_arn = r\ncredential_source = Moon\n", .configuration,
                "profile default: credential_source: expected Environment, Ec2InstanceMetadata or EcsContainer, "
                    + "found `Moon`"
            ),
            (
                [:], "[default]\nrole_arn = r\nsource_profile = gone\n", .configuration,
                "profile default: source_profile names `gone`, which is in neither of the shared files"
            ),
            (
                [:],
                "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nrole_arn = s\nsource_profile = default\n",
                .configuration, "profile a: source_profile goes round in a circle: default → a → default"
            ),
            (
                [:], "[default]\nrole_arn = r\nsource_profile = a\nduration_seconds = 60\n[profile a]\nx = y\n",
                .configuration, "profile default: duration_seconds: expected 900 to 43200, found `60`"
            ),
            (
                [:], "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nregion = y\n", .configuration,
                "profile a: has no credentials, but source_profile of default names it"
            ),
            (
                [:], "[default]\nsso_account_id = 1\nsso_region = eu-west-1\n", .configuration,
                "profile default: sso_start_url, sso_role_name must be set, too"
            ),
            (
                [:], "[default]\nsso_session = corp\nsso_role_name = r\n", .configuration,
                "profile default: sso_session names `corp`, which is no section [sso-session …]"
            ),
            (
                [:],
                "[default]\nsso_session = corp\nsso_role_name = r\nsso_region = us-east-1\n[sso-session corp]\n"
                    + "sso_region = eu-west-1\n", .configuration,
                "profile default: sso_region is another one than in [sso-session corp]"
            ),
            (
                [:],
                "[default]\nsso_start_url = u\nsso_account_id = 1\nsso_role_name = r\nsso_region = Mars\n",
                .configuration, "profile default: sso_region: expected a region such as eu-west-1, found `Mars`"
            ),
            (
                [:], "[default]\ncredential_process = \"/bin/keys\n", .configuration,
                "profile default: credential_process is empty, or a quotation in it is not closed"
            ),
            (
                [:], "[default]\nrole_arn = r\nsource_profile = a\nmfa_serial = m\n[profile a]\nx = y\n",
                .unsupportedCredentials,
                "profile default has mfa_serial: a bot has nobody who types a code, so it needs a profile without one"
            ),
            (
                ["AWS_EC2_METADATA_DISABLED": "true"], "", .noCredentials,
                "no AWS credentials: none in the environment, none in profile default, no container's, and "
                    + "AWS_EC2_METADATA_DISABLED forbids asking the instance"
            ),
        ] as [([String: String], String, AWSError.Kind, String)])
    func refusals(environment: [String: String], config: String, kind: AWSError.Kind, sentence: String) {
        let error = #expect(throws: AWSError.self) { try Self.source(environment, config: config) }
        #expect(error == AWSError(kind, sentence))
    }
}
