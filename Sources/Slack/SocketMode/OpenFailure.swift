import Networking

/// Why `apps.connections.open` gave no URL.
enum OpenFailure: Equatable {
    /// Asking again is pointless until someone mends what the sentence says.
    case fatal(String)
    case limited(Duration)
    case failed(String)

    init(_ error: WebAPIError) {
        switch error.reason {
        case .rateLimited(let delay):
            self = .limited(delay)
        case .refused(let refusal):
            self = Self.fatalSentences[refusal.error].map { .fatal("\($0) (\(refusal.error))") } ?? .failed("\(error)")
        case .transport, .status, .malformed:
            self = .failed("\(error)")
        }
    }

    /// https://docs.slack.dev/reference/methods/apps.connections.open
    private static let fatalSentences: [String: String] = {
        let renew = "make a new app-level token with the scope connections:write and set SLACK_APP_TOKEN to it."
        return [
            "not_authed": "No app token reached Slack: set SLACK_APP_TOKEN.",
            "invalid_auth": "Slack does not accept the app token: \(renew)",
            "token_revoked": "The app token was revoked: \(renew)",
            "token_expired": "The app token has expired: \(renew)",
            "account_inactive": "The app was removed from its workspace: install it again.",
            "user_removed_from_team": "The app's owner was removed from the workspace: install the app again.",
            "team_disabled": "The Slack workspace is disabled: enable it, or install the app in another one.",
            "no_permission": "The app token may not open connections: give it the scope connections:write.",
            "missing_scope": "The app token may not open connections: give it the scope connections:write.",
            "not_allowed_token_type":
                "SLACK_APP_TOKEN is no app-level token: it begins with xapp-, the bot's with xoxb-.",
            "missing_args": "Slack got no app token: set SLACK_APP_TOKEN.",
        ]
    }()
}
