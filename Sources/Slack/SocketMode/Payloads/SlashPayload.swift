/// https://docs.slack.dev/interactivity/implementing-slash-commands
struct SlashPayload: Decodable {
    var channel_id: String
    var user_id: String
    var text: String?
    var response_url: String?
    var trigger_id: String
}
