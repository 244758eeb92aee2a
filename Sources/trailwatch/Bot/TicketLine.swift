import ConfigurationFiles
import Jira
import Networking

/// The way to JIRA, where config.json enables it.
struct TicketLine: Sendable {
    /// nil where it does not.
    let jira: JiraTicketing?
    private let credentials: Rotating<JiraCredentials>?

    init(_ context: BotContext) throws(StartFailure) {
        let settings = context.configuration.jira
        credentials =
            settings.isEnabled
            ? try context.secrets.rotating(.jira, context.environment) { (environment) throws(StartFailure) in
                try JiraCredentials(environment)
            } : nil
        jira = JiraTicketing(settings, credentials, context.estate.http)
    }

    func refreshCredentials() async { await credentials?.refresh() }
}
