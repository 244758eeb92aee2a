import CloudTrailCore
import FoundationEssentials
import Testing

@testable import AWS

@Suite("Shared files")
struct SharedFileTests {
    @Test("Profiles, comments, spaces, quotes and nested keys are read as the AWS CLI reads them")
    func reads() throws {
        let text = """
            # a comment
            [default]
            region = eu-west-1
            Output: json
            ; another

            [profile audit]
            role_arn=arn:aws:iam::111111111111:role/x#1
            s3 =
              max_concurrent_requests = 20
            source_profile = default   # no comment here
              but more of it
            [profile "with space"]
            aws_access_key_id = AKIA
            [sso-session corp]
            sso_region = us-east-1
            [services local]
            sts =
              endpoint_url = http://localhost:1
            [audit]
            region = no-profile-here-1
            """
        let file = try SharedFile(text, kind: .config, path: "config")
        #expect(
            file.profiles == [
                "default": SharedSection(["region": "eu-west-1", "output": "json"]),
                "audit": SharedSection(
                    [
                        "role_arn": "arn:aws:iam::111111111111:role/x#1",
                        "source_profile": "default   # no comment here\nbut more of it",
                    ], nested: ["s3": ["max_concurrent_requests": "20"]]),
                "with space": SharedSection(["aws_access_key_id": "AKIA"]),
            ])
        #expect(file.ssoSessions == ["corp": SharedSection(["sso_region": "us-east-1"])])
        #expect(
            file.services == ["local": SharedSection(nested: ["sts": ["endpoint_url": "http://localhost:1"]])])
    }

    @Test("A credentials file names its profiles without the word profile")
    func credentials() throws {
        let text = "[audit]\r\naws_access_key_id = A=B\r\n[empty]\n"
        #expect(
            try SharedFile(text, kind: .credentials, path: "c").profiles
                == ["audit": SharedSection(["aws_access_key_id": "A=B"]), "empty": SharedSection()])
    }

    @Test(
        "A mistake names file and line",
        arguments: [
            ("[default\nregion = x", "f:1: expected `]` at the end of the section's name"),
            ("\n[]\n", "f:2: expected a section's name between the brackets"),
            ("region = x\n", "f:1: expected a section such as [default] first"),
            ("[default]\nregion\n", "f:2: expected `key = value`"),
            ("[default]\n= x\n", "f:2: expected a key before `=`"),
            ("[default]\na = 1\n[default]\n", "f:3: expected each section once, found [default] again"),
            ("[default]\na = 1\nA: 2\n", "f:3: expected each key once, found a again"),
            ("[default]\ns3 =\n  a\n", "f: [default]: s3: expected `key = value` on each indented line"),
        ])
    func mistakes(text: String, sentence: String) {
        let error = #expect(throws: AWSError.self) { try SharedFile(text, kind: .config, path: "f") }
        #expect(error == AWSError(.configuration, sentence))
    }

    @Test("A file that is not UTF-8 is named")
    func encoding() {
        let error = #expect(throws: AWSError.self) {
            try AWSSettings(environment: ["HOME": "/h"], readFile: { _ in Data([0x5B, 0xFF, 0x5D]) })
        }
        #expect(error == AWSError(.configuration, "/h/.aws/config: expected text in UTF-8"))
    }

    @Test("Both files make one profile, and the credentials file wins")
    func merged() throws {
        let settings = try AWSSettings.of(
            files: [
                "/home/bot/.aws/config": "[default]\nregion = eu-west-1\naws_access_key_id = from-config\n",
                "/home/bot/.aws/credentials": "[default]\naws_access_key_id = from-credentials\n",
            ])
        #expect(
            settings.profiles
                == ["default": SharedSection(["region": "eu-west-1", "aws_access_key_id": "from-credentials"])])
    }

    @Test("The variables name other files, also from the home directory")
    func places() throws {
        let settings = try AWSSettings.of(
            ["AWS_CONFIG_FILE": "/etc/aws", "AWS_SHARED_CREDENTIALS_FILE": "~/keys"],
            files: ["/etc/aws": "[default]\nregion = eu-west-2\n", "/home/bot/keys": "[default]\na = b\n"])
        #expect(settings.profiles == ["default": SharedSection(["region": "eu-west-2", "a": "b"])])
    }

    @Test(
        "The region comes from the environment before the profile, and an empty variable is none",
        arguments: [
            (["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"], "eu-west-1"),
            (["AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"], "eu-west-2"),
            ([:], "eu-west-3"), (["AWS_PROFILE": "other"], nil),
        ] as [([String: String], String?)])
    func region(environment: [String: String], expected: String?) throws {
        let files = ["/home/bot/.aws/config": "[default]\nregion = eu-west-3\n[profile other]\na = b\n"]
        #expect(try AWSSettings.of(environment, files: files).region?.rawValue == expected)
    }

    @Test("A region that can be none is named")
    func malformedRegion() {
        let error = #expect(throws: AWSError.self) { try AWSSettings.of(["AWS_REGION": "Mars"]) }
        #expect(
            error
                == AWSError(
                    .configuration,
                    "AWS_REGION, AWS_DEFAULT_REGION or the profile: expected a region such as eu-west-1, found `Mars`"))
    }
}
