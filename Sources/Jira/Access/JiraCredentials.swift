import FoundationEssentials
import Networking

/// What the bot shows JIRA to be let in.
public enum JiraCredentials: Sendable {
    /// JIRA Cloud: an account's e-mail and an API token of it, with scopes or without.
    /// https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/
    case apiToken(email: String, token: Secret)
    /// JIRA Data Center and Server, 8.14 and newer.
    /// https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
    case personalAccessToken(Secret)
    /// JIRA Data Center and Server, where Basic authentication is still on.
    case password(user: String, password: Secret)
    /// JIRA Data Center and Server: an application link, as Hammer has it.
    case oauth(OAuthCredentials)

    /// The request with its `Authorization` field. `stamp` makes each OAuth signature another.
    func authorize(_ request: HTTPRequest, _ stamp: OAuthStamp) throws(JiraFailure) -> HTTPRequest {
        var request = request
        request.headers["Authorization"] = try authorization(for: request, stamp).reveal()
        return request
    }

    func authorization(for request: HTTPRequest, _ stamp: OAuthStamp) throws(JiraFailure) -> Secret {
        switch self {
        case .apiToken(let name, let secret), .password(let name, let secret):
            Secret("Basic " + Data("\(name):\(secret.reveal())".utf8).base64EncodedString())
        case .personalAccessToken(let token):
            Secret("Bearer " + token.reveal())
        case .oauth(let credentials):
            try credentials.authorization(for: request, stamp)
        }
    }

    /// What to check when JIRA refuses them, as the end of a sentence.
    var advice: String {
        switch self {
        case .apiToken: "check JIRA_EMAIL and JIRA_API_TOKEN, and that the API token has not expired"
        case .personalAccessToken: "check JIRA_TOKEN, and that the personal access token has not expired"
        case .password: "check JIRA_USER and JIRA_PASSWORD, and that JIRA still takes passwords"
        case .oauth: "check the JIRA_OAUTH_… variables, JIRA's application link and this machine's clock"
        }
    }
}
