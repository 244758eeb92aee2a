/// The payload of an `events_api` envelope, as far as messages need it.
/// https://docs.slack.dev/reference/events/app_mention, https://docs.slack.dev/reference/events/message.im
struct EventPayload: Decodable {
    struct Event: Decodable {
        var type: String
        var user: String?
        var text: String?
        var channel: String?
        var ts: String?
        var thread_ts: String?
        /// Of the app's home.
        var tab: String?
    }

    struct Authorization: Decodable {
        var user_id: String?
        var is_bot: Bool?
    }

    var event: Event
    var event_id: String?
    var authorizations: [Authorization]?

    /// The bot as Slack addresses it; known without asking auth.test.
    var bot: String? {
        authorizations?.first { $0.is_bot ?? true }?.user_id?.nonEmpty
    }
}
