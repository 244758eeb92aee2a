import ChatOps
import ConfigurationFiles
import Jira
import Networking

extension JiraTicketing {
    /// What config.json describes; nil when JIRA is off.
    init?(_ settings: JiraSettings, _ credentials: Rotating<JiraCredentials>?, _ http: any HTTPTransport) {
        guard settings.isEnabled, let server = settings.server, let credentials else { return nil }
        self.init(
            server: server, credentials: credentials, transport: http, options: JiraTicketOptions(settings))
    }
}

extension JiraCredentials {
    /// The first kind of which something is set.
    init(_ environment: ProcessEnvironment) throws(StartFailure) {
        if let email = try environment.secret("JIRA_EMAIL")?.reveal() {
            let token = try environment.requiredSecret("JIRA_API_TOKEN", "it goes with JIRA_EMAIL")
            self = .apiToken(email: email, token: token)
        } else if let token = try environment.secret("JIRA_TOKEN") {
            self = .personalAccessToken(token)
        } else if let user = try environment.secret("JIRA_USER")?.reveal() {
            let password = try environment.requiredSecret("JIRA_PASSWORD", "it goes with JIRA_USER")
            self = .password(user: user, password: password)
        } else if let consumerKey = try environment.secret("JIRA_OAUTH_CONSUMER_KEY")?.reveal() {
            self = .oauth(try OAuthCredentials(consumerKey: consumerKey, environment))
        } else {
            throw StartFailure(
                "JIRA_TOKEN is not set (nor JIRA_TOKEN_FILE): jira.enabled needs it, or JIRA_EMAIL with JIRA_API_TOKEN, or JIRA_USER with JIRA_PASSWORD, or JIRA_OAUTH_CONSUMER_KEY with JIRA_OAUTH_ACCESS_TOKEN and JIRA_OAUTH_PRIVATE_KEY"
            )
        }
    }
}

extension OAuthCredentials {
    fileprivate init(consumerKey: String, _ environment: ProcessEnvironment) throws(StartFailure) {
        let token = try environment.requiredSecret("JIRA_OAUTH_ACCESS_TOKEN", "it goes with JIRA_OAUTH_CONSUMER_KEY")
        let key = try environment.requiredSecret(
            "JIRA_OAUTH_PRIVATE_KEY",
            "the application link's RSA key in PEM form, which goes with JIRA_OAUTH_CONSUMER_KEY")
        do throws(TicketingError) {
            try self.init(consumerKey: consumerKey, accessToken: token, privateKey: key)
        } catch {
            throw StartFailure(error.message)
        }
    }
}

extension JiraTicketOptions {
    init(_ settings: JiraSettings) {
        self.init()
        if let limit = settings.textFieldCharacterLimit { textLimit = limit }
        parentage =
            switch settings.parent {
            case .relates: .relates
            case .subtask: .subtask
            case .epic: .epic
            }
        components = settings.components
        priorities = settings.priorities
        customFields = settings.customFields
        watchers = settings.watchers
        closingTransition = settings.closingTransition
        reopeningTransition = settings.reopeningTransition
        resolution = settings.resolution
        if let declined = settings.declinedResolutions { declining = declined }
    }
}
