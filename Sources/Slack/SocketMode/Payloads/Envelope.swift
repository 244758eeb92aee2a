/// One thing Slack wants the app to know.
struct Envelope: Decodable {
    enum Payload {
        case event(EventPayload)
        case slash(SlashPayload)
        case interaction(InteractionPayload)
        case unknown(kind: String)
    }

    var payload: Payload

    private enum CodingKeys: String, CodingKey {
        case type
        case payload
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decode(String.self, forKey: .type)
        payload =
            switch type {
            case "events_api": .event(try container.decode(EventPayload.self, forKey: .payload))
            case "slash_commands": .slash(try container.decode(SlashPayload.self, forKey: .payload))
            case "interactive": .interaction(try container.decode(InteractionPayload.self, forKey: .payload))
            default: .unknown(kind: type)
            }
    }
}
