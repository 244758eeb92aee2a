import AWS
import ConfigurationFiles
import Networking

/// Finds secrets that AWS keeps: those whose variable holds an ARN, and those that only Hammer's table of credentials has.
struct SecretLookup {
    private static let names = ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_TOKEN"]
    /// By variable, the key in the table's `credentials`. The app token is our own addition to Hammer's.
    private static let slackKeys = ["SLACK_BOT_TOKEN": "api_token", "SLACK_APP_TOKEN": "app_token"]
    private static let jiraKeys = ["JIRA_EMAIL": "basic.username", "JIRA_API_TOKEN": "basic.password"]

    private let store: SecretStore
    private let configuration: Configuration

    init(_ access: AWSAccess, _ configuration: Configuration) {
        store = SecretStore(access)
        self.configuration = configuration
    }

    /// The environment with these secrets in it. AWS is asked only for what the environment has not.
    func complete(_ environment: ProcessEnvironment) async throws(StartFailure) -> ProcessEnvironment {
        var found: [String: Secret] = [:]
        var set: Set<String> = []
        for name in Self.names {
            guard let secret = try environment.secret(name) else { continue }
            set.insert(name)
            if let reference = SecretReference(secret.reveal()) {
                found[name] = try await value(of: name, at: reference)
            }
        }
        if !set.isSuperset(of: Self.slackKeys.keys) {
            let kept = try await ofTable("slack", Self.slackKeys)
            found.merge(kept.filter { !set.contains($0.key) }) { first, _ in first }
        }
        if configuration.jira.isEnabled, set.isDisjoint(with: ["JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_TOKEN"]) {
            found.merge(try await ofTable("jira", Self.jiraKeys)) { first, _ in first }
        }
        return environment.with(found)
    }

    private func value(of name: String, at reference: SecretReference) async throws(StartFailure) -> Secret {
        do throws(AWSError) {
            return try await store.value(of: reference)
        } catch {
            throw StartFailure("\(name) is kept at \(reference.text), which cannot be read: \(error.description)")
        }
    }

    /// By variable; empty without a table.
    private func ofTable(_ service: String, _ keys: [String: String]) async throws(StartFailure) -> [String: Secret] {
        guard let table = configuration.credentialsTable else { return [:] }
        let kept: [String: Secret]
        do throws(AWSError) {
            kept = try await store.hammerCredentials(of: service, table: table)
        } catch {
            throw StartFailure(
                "the credentials of \(service) are neither in the environment nor can the table \(table) be read: "
                    + error.description)
        }
        let found = keys.compactMapValues { kept[$0] }
        if found.isEmpty, kept.keys.contains(where: { $0.hasPrefix("oauth.") }) {
            throw StartFailure(
                "the table \(table) has OAuth 1 credentials for JIRA, which JIRA is giving up: put `basic` with "
                    + "`username` and `password` there, or set JIRA_EMAIL and JIRA_API_TOKEN, or JIRA_TOKEN")
        }
        return found
    }
}
