import ChatOps

extension MessengerError {
    /// What a failed call means to the person or operator concerned.
    init(_ error: WebAPIError) {
        switch error.reason {
        case .refused(let refusal):
            self = Self.refused(refusal, by: error.method)
        case .rateLimited:
            self.init(.unavailable, "Slack takes no more messages for the moment (\(error)).")
        case .status, .malformed, .transport:
            self.init(.unavailable, "Slack did not answer as it should (\(error)).")
        }
    }

    private static func refused(_ refusal: WebAPIError.Refusal, by method: String) -> MessengerError {
        if refusal.error == "missing_scope" {
            let scope = refusal.needed ?? "that \(method) needs"
            return MessengerError(
                .unauthorized,
                "The Slack app lacks the scope \(scope) (it has \(refusal.provided ?? "none")): add it under OAuth & "
                    + "Permissions and install the app again.")
        }
        if let known = meanings[refusal.error] {
            return MessengerError(known.code, "\(known.sentence) (\(refusal.error))")
        }
        if refusal.error.hasPrefix("restricted_action") {
            return MessengerError(.unreachable, "The workspace's settings forbid it. (\(refusal.error))")
        }
        let details = refusal.details.isEmpty ? "" : " " + refusal.details.joined(separator: "; ")
        return MessengerError(.invalidMessage, "Slack refused \(method): \(refusal.error).\(details)")
    }

    /// https://docs.slack.dev/reference/methods/chat.postMessage#errors and its neighbours.
    private static let meanings: [String: (code: Code, sentence: String)] = {
        let token =
            "Slack does not accept the bot token: install the app again and set SLACK_BOT_TOKEN to its new token."
        let expired = "The form was asked for too long ago: press the button again."
        let tooLong = "The message is too long for Slack."
        return [
            "token_revoked": (.unauthorized, token), "token_expired": (.unauthorized, token),
            "invalid_auth": (.unauthorized, token), "account_inactive": (.unauthorized, token),
            "not_authed": (.unauthorized, "No bot token reached Slack: set SLACK_BOT_TOKEN."),
            "not_allowed_token_type": (.unauthorized, "SLACK_BOT_TOKEN is no bot token: it begins with xoxb-."),
            "no_permission": (.unauthorized, "The Slack app may not do this: check its scopes."),
            "access_denied": (.unauthorized, "The Slack app may not do this: check its scopes."),
            "ekm_access_denied": (.unauthorized, "The workspace's administrators have suspended messages."),
            "team_access_not_granted": (.unauthorized, "The Slack app is not approved for this workspace."),

            "channel_not_found": (.notFound, "Slack knows no such channel, or the bot may not see it."),
            "user_not_found": (.notFound, "Slack knows no such person."),
            "users_not_found": (.notFound, "Slack knows nobody with this e-mail address."),
            "user_not_visible": (.notFound, "The bot may not see this person."),
            "message_not_found": (.notFound, "The message is gone."),
            "cant_update_message": (.notFound, "The message is not the bot's to change."),
            "edit_window_closed": (.notFound, "The message can no longer be changed."),
            "used_url": (.notFound, "The way to answer this command is used up."),
            "expired_url": (.notFound, "The way to answer this command has expired."),
            "not_in_channel": (.notMember, "The bot is not in the channel: invite it there."),
            "user_not_in_channel": (.notMember, "The person is not in the channel."),

            "is_archived": (.unreachable, "The channel is archived."),
            "is_inactive": (.unreachable, "The channel is not active any more."),
            "messages_tab_disabled":
                (.unreachable, "The app takes no direct messages: switch its Messages Tab on under App Home."),
            "user_disabled": (.unreachable, "The person's account is deactivated."),
            "cannot_dm_bot": (.unreachable, "This is a bot, which takes no direct messages."),

            "invalid_blocks": (.invalidMessage, "Slack does not take the form of the message."),
            "invalid_blocks_format": (.invalidMessage, "Slack does not take the form of the message."),
            "msg_too_long": (.invalidMessage, tooLong), "msg_blocks_too_long": (.invalidMessage, tooLong),
            "metadata_too_large": (.invalidMessage, tooLong), "no_text": (.invalidMessage, "The message is empty."),
            "expired_trigger_id": (.invalidMessage, expired), "exchanged_trigger_id": (.invalidMessage, expired),
            "invalid_trigger_id": (.invalidMessage, expired), "trigger_expired": (.invalidMessage, expired),
            "trigger_exchanged": (.invalidMessage, expired),
            "view_too_large": (.invalidMessage, "The form is too large for Slack."),
            "hash_conflict": (.invalidMessage, "It was changed by someone else in the meantime."),

            "not_enabled": (.unreachable, "The app has no Home: switch its Home Tab on under App Home."),

            "internal_error": (.unavailable, "Slack has trouble of its own."),
            "fatal_error": (.unavailable, "Slack has trouble of its own."),
            "service_unavailable": (.unavailable, "Slack has trouble of its own."),
            "request_timeout": (.unavailable, "Slack took too long."),
        ]
    }()
}
