import FoundationEssentials

/// A frame about the connection itself. https://docs.slack.dev/apis/events-api/using-socket-mode
enum ControlFrame: Equatable {
    case hello(Hello)
    case disconnect(reason: String)

    struct Hello: Equatable {
        /// How many connections Slack counts for this app, this one included.
        var connections: Int?
        /// How long Slack means to keep this one.
        var lifetime: Duration?
    }
}

extension ControlFrame: Decodable {
    private struct Fields: Decodable {
        struct DebugInfo: Decodable {
            var approximate_connection_time: Double?
        }

        var type: String
        var reason: String?
        var num_connections: Int?
        var debug_info: DebugInfo?
    }

    init(from decoder: any Decoder) throws {
        let fields = try Fields(from: decoder)
        switch fields.type {
        case "hello":
            let seconds = fields.debug_info?.approximate_connection_time
            let lifetime = seconds.flatMap { $0 > 0 && $0 < 1e6 ? Duration.seconds($0) : nil }
            self = .hello(Hello(connections: fields.num_connections, lifetime: lifetime))
        case "disconnect":
            self = .disconnect(reason: fields.reason ?? "")
        default:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "neither hello nor disconnect: \(fields.type)"))
        }
    }
}
