import FoundationEssentials

/// What the socket's own loop does with a frame: the acknowledgement to send at once, and where the frame goes then.
struct Acknowledger: Equatable {
    enum Route: Equatable {
        /// `hello` and `disconnect`: for the connection's state machine.
        case connection
        /// For the decoder, which also logs what nobody knows.
        case request
        /// Its acknowledgement may carry an answer: options of a searched field, or what is wrong with a form.
        case question
        /// For the directory: people, channels and user groups have changed.
        case workspace
        /// Not for the bot.
        case dropped
    }

    var acknowledgement: Data?
    var route: Route

    /// Acknowledges whenever there is an `envelope_id`: Slack would send what cannot be decoded again and again.
    static func receive(_ frame: Data) -> Acknowledger {
        let outline = EnvelopeScanner.outline(of: frame)
        return Acknowledger(
            acknowledgement: outline.envelopeID.map { acknowledgement(of: $0, in: frame) }, route: route(of: outline))
    }

    private static func route(of outline: FrameOutline) -> Route {
        switch outline.kind {
        case .hello, .disconnect: .connection
        case .other: .request
        case .interactive where outline.question != nil && outline.envelopeID != nil: .question
        case .eventsAPI where outline.event == .workspace: .workspace
        case .eventsAPI, .slashCommands, .interactive: outline.isAddressed ? .request : .dropped
        }
    }

    /// An acknowledgement that carries `payload`, made from an empty one; nil when Slack would close the socket on it.
    /// https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge
    static func adding(_ payload: Data, to acknowledgement: Data) -> Data? {
        let carrying = acknowledgement.dropLast() + Data(#","payload":"#.utf8) + payload + Data("}".utf8)
        return carrying.count <= largestFrame ? carrying : nil
    }

    private static let largestFrame = 20_480

    /// The id goes back as it came, escapes and all; the payload stays empty, answers go through the Web API.
    private static func acknowledgement(of id: Range<Int>, in frame: Data) -> Data {
        let head: StaticString = "{\"envelope_id\":\""
        let tail: StaticString = "\"}"
        var data = Data(capacity: head.utf8CodeUnitCount + id.count + tail.utf8CodeUnitCount)
        data.append(head.utf8Start, count: head.utf8CodeUnitCount)
        data.append(frame[frame.startIndex + id.lowerBound..<frame.startIndex + id.upperBound])
        data.append(tail.utf8Start, count: tail.utf8CodeUnitCount)
        return data
    }
}
