import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("Credentials of a program")
struct CredentialProcessTests {
    private static let environment = ["PATH": "/usr/bin:/bin", "WHO": "bot"]

    /// Runs a shell script that is written for the occasion; it is the program itself, no shell is asked to find it.
    private static func load(_ script: String, arguments: String = "") async throws -> Credentials {
        try await TemporaryDirectory.with { directory in
            let path = try directory.write(script, to: "keys.sh")
            let process = try CredentialProcess(profile: "p", commandLine: "sh \(path) \(arguments)")
            return try await process.credentials(environment: Self.environment)
        }
    }

    @Test("What it prints are the credentials; it gets its arguments as written and our environment")
    func prints() async throws {
        let script = """
            echo "ready" > /dev/stderr
            printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s",' "$1" "$2" "$WHO"
            printf '"Expiration":"2026-01-31T23:59:59Z"}'
            """
        #expect(
            try await Self.load(script, arguments: "'A $WHO' \"B;true\"")
                == Credentials(
                    accessKeyID: "A $WHO", secretAccessKey: Secret("B;true"), sessionToken: Secret("bot"),
                    expiration: Date(timeIntervalSince1970: 1_769_903_999)))
    }

    @Test("Keys without an end are good for ever")
    func endless() async throws {
        let script = #"echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"B"}'"#
        #expect(try await Self.load(script) == Credentials(accessKeyID: "A", secretAccessKey: Secret("B")))
    }

    @Test("A program that it leaves behind does not keep us waiting, though it holds the output open")
    func background() async throws {
        let script = #"sleep 30 & echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"B"}'"#
        #expect(try await Self.load(script).accessKeyID == "A")
    }

    @Test(
        "What goes wrong is one sentence",
        arguments: [
            ("echo one >&2; echo 'no way' >&2; exit 3", "sh ended with status 3: no way"),
            ("exit 1", "sh ended with status 1"), ("kill -9 $$", "sh was ended by signal 9"),
            ("echo '{}'", "what sh printed is not the JSON expected"),
            ("true", "what sh printed is not the JSON expected"),
            (
                #"echo '{"Version":2,"AccessKeyId":"A","SecretAccessKey":"B"}'"#,
                "sh printed Version 2, and only 1 is known"
            ),
            (
                #"echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","Expiration":"soon"}'"#,
                "the credentials of sh end at an unreadable time"
            ),
            ("exec cat /dev/zero", "sh printed more than credentials need"),
        ])
    func trouble(script: String, sentence: String) async throws {
        let error = await #expect(throws: AWSError.self) { try await Self.load(script) }
        #expect(error == AWSError(.noCredentials, "profile p: credential_process: \(sentence)"))
    }

    @Test("A program that is not there is named, and one that never ends is killed with what it started")
    func never() async throws {
        let gone = try CredentialProcess(profile: "p", commandLine: "/no/such/program")
        let missing = await #expect(throws: AWSError.self) { try await gone.credentials(environment: [:]) }
        #expect(
            missing?.message
                == "profile p: credential_process: /no/such/program could not be started: No such file or directory")
        await #expect(throws: Subprocess.Failure(sentence: "did not end in time")) {
            try await Subprocess.output(
                of: ["sh", "-c", "sleep 1000 & wait"], environment: Self.environment, within: .milliseconds(50))
        }
    }
}
