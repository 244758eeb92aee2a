import AWS
import ConfigurationFiles
import Networking

/// Finds secrets that AWS keeps: those whose variable holds an ARN, and those that only Hammer's table of credentials has.
struct SecretLookup: Sendable {
    /// Whose secrets.
    enum Party: CaseIterable {
        case slackApp
        case slackBot
        case jira

        var names: [String] {
            switch self {
            case .slackApp: ["SLACK_APP_TOKEN"]
            case .slackBot: ["SLACK_BOT_TOKEN"]
            case .jira:
                [
                    "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_TOKEN", "JIRA_USER", "JIRA_PASSWORD",
                    "JIRA_OAUTH_CONSUMER_KEY", "JIRA_OAUTH_ACCESS_TOKEN", "JIRA_OAUTH_PRIVATE_KEY",
                ]
            }
        }

        /// In Hammer's table.
        fileprivate var service: String { self == .jira ? "jira" : "slack" }

        /// By the key in the table's `credentials`; of several kinds the first that is there whole. The app token is our own
        /// addition to Hammer's.
        fileprivate var keys: [KeyValuePairs<String, String>] {
            switch self {
            case .slackApp: [["app_token": "SLACK_APP_TOKEN"]]
            case .slackBot: [["api_token": "SLACK_BOT_TOKEN"]]
            case .jira:
                [
                    ["basic.username": "JIRA_EMAIL", "basic.password": "JIRA_API_TOKEN"],
                    [
                        "oauth.consumer_key": "JIRA_OAUTH_CONSUMER_KEY",
                        "oauth.access_token": "JIRA_OAUTH_ACCESS_TOKEN", "oauth.key_cert": "JIRA_OAUTH_PRIVATE_KEY",
                    ],
                ]
            }
        }
    }

    private let store: SecretStore
    private let configuration: Configuration

    init(_ access: AWSAccess, _ configuration: Configuration) {
        store = SecretStore(access)
        self.configuration = configuration
    }

    /// Whether a party's secrets can be others later: they are not written into the environment itself.
    func mayChange(_ party: Party, in environment: ProcessEnvironment) -> Bool {
        let written = party.names.compactMap { environment[$0] }
        return written.isEmpty || written.contains { SecretReference($0) != nil }
            || party.names.contains { environment[$0 + "_FILE"] != nil }
    }

    /// The environment with these parties' secrets in it. AWS is asked only for what the environment has not.
    func complete(
        _ environment: ProcessEnvironment, with parties: [Party] = Party.allCases
    ) async throws(StartFailure) -> ProcessEnvironment {
        var found: [String: Secret] = [:]
        for party in parties where party != .jira || configuration.jira.isEnabled {
            var isSet = false
            for name in party.names {
                guard let secret = try environment.secret(name) else { continue }
                isSet = true
                guard let reference = SecretReference(secret.reveal()) else { continue }
                found[name] = try await value(of: name, at: reference)
            }
            if !isSet { found.merge(try await ofTable(party)) { $1 } }
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
    private func ofTable(_ party: Party) async throws(StartFailure) -> [String: Secret] {
        guard let table = configuration.credentialsTable else { return [:] }
        let kept: [String: Secret]
        do throws(AWSError) {
            kept = try await store.hammerCredentials(of: party.service, table: table)
        } catch {
            throw StartFailure(
                "the credentials of \(party.service) are neither in the environment nor can the table \(table) be read: "
                    + error.description)
        }
        for kind in party.keys where kind.allSatisfy({ kept[$0.key] != nil }) {
            return Dictionary(kind.compactMap { key, name in kept[key].map { (name, $0) } }) { $1 }
        }
        return [:]
    }
}
