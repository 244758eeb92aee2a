import FoundationEssentials
import Networking

/// What the bot shows JIRA to be let in.
public enum JiraCredentials: Sendable, Hashable {
    /// JIRA Cloud: an account's e-mail and an API token of it.
    /// https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/
    case apiToken(email: String, token: Secret)
    /// JIRA Data Center and Server, 8.14 and newer.
    /// https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
    case personalAccessToken(Secret)

    /// The value of the `Authorization` field.
    var authorization: Secret {
        switch self {
        case .apiToken(let email, let token):
            Secret("Basic " + Data("\(email):\(token.reveal())".utf8).base64EncodedString())
        case .personalAccessToken(let token):
            Secret("Bearer " + token.reveal())
        }
    }

    /// What to check when JIRA refuses them, as the end of a sentence.
    var advice: String {
        switch self {
        case .apiToken: "check JIRA_EMAIL and JIRA_API_TOKEN, and that the API token has not expired"
        case .personalAccessToken: "check JIRA_TOKEN, and that the personal access token has not expired"
        }
    }
}
