import Cryptography
import FoundationEssentials
import Synchronization

/// The files of sign-ins, and what was renewed since where they cannot be written: a renewal may use up the old token.
final class SSOTokenCache: Sendable {
    private let settings: AWSSettings
    private let renewed = Mutex<[String: SSOToken]>([:])

    init(_ settings: AWSSettings) {
        self.settings = settings
    }

    /// The newer of both; nil when nobody has signed in.
    func token(of signIn: SSOSignIn) -> SSOToken? {
        let file = settings.readFile(path(signIn)).flatMap { try? JSONDecoder().decode(SSOToken.self, from: $0) }
        guard let ours = renewed.withLock({ $0[signIn.cacheKey] }) else { return file }
        guard let file, let end = file.end, let ourEnd = ours.end else { return file ?? ours }
        return end > ourEnd ? file : ours
    }

    func keep(_ token: SSOToken, of signIn: SSOSignIn) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = try? encoder.encode(token)
        let isWritten = content.map { settings.writeFile(path(signIn), $0) } ?? false
        renewed.withLock { $0[signIn.cacheKey] = isWritten ? nil : token }
    }

    private func path(_ signIn: SSOSignIn) -> String {
        "\(settings.environment["HOME"] ?? "")/.aws/sso/cache/\(SHA1.hash(signIn.cacheKey).hex).json"
    }
}
