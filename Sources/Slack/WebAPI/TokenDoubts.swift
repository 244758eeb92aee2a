/// Tells whoever watches that Slack did not take the token: once, however often that happens meanwhile.
final class TokenDoubts: Sendable {
    let raised: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() {
        (raised, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func raise() {
        bell.yield()
    }
}

extension WebAPIError {
    /// https://docs.slack.dev/reference/methods/auth.test#errors
    var refusesToken: Bool {
        [
            "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
            "not_allowed_token_type",
        ].contains(refusal)
    }
}
