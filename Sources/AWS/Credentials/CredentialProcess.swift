import FoundationEssentials
import Networking

/// A program that prints credentials. https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct CredentialProcess: Sendable, Equatable {
    /// Such a program may ask somebody else, but no person: the bot has none at hand.
    private static let limit = Duration.seconds(60)

    var profile: String
    /// The program and its arguments.
    var command: [String]

    init(profile: String, commandLine: String) throws(AWSError) {
        self.profile = profile
        guard let words = ShellWords.split(commandLine), !words.isEmpty else {
            throw AWSError(
                .configuration, "profile \(profile): credential_process is empty, or a quotation in it is not closed")
        }
        command = words
    }

    func credentials(environment: [String: String]) async throws(AWSError) -> Credentials {
        let output: Data
        do throws(Subprocess.Failure) {
            output = try await Subprocess.output(of: command, environment: environment, within: Self.limit)
        } catch {
            throw failure("\(command[0]) \(error.sentence)")
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: output) else {
            throw failure("what \(command[0]) printed is not the JSON expected")
        }
        guard document.Version == 1 else {
            throw failure("\(command[0]) printed Version \(document.Version), and only 1 is known")
        }
        guard let expiration = document.end else {
            throw failure("the credentials of \(command[0]) end at an unreadable time")
        }
        return Credentials(
            accessKeyID: document.AccessKeyId, secretAccessKey: Secret(document.SecretAccessKey),
            sessionToken: document.SessionToken.map { Secret($0) }, expiration: expiration)
    }

    private func failure(_ sentence: String) -> AWSError {
        AWSError(.noCredentials, "profile \(profile): credential_process: \(sentence)")
    }

    private struct Document: Decodable {
        var Version: Int
        var AccessKeyId: String
        var SecretAccessKey: String
        var SessionToken: String?
        var Expiration: String?

        /// Without a value the credentials have no end; nil when it cannot be read.
        var end: Date?? {
            guard let Expiration else { return .some(nil) }
            return Date(awsTimestamp: Expiration).map { .some($0) }
        }
    }
}
