import FoundationEssentials

/// What a frame's raw bytes tell before anything is decoded: enough to acknowledge it, and to drop the many events that
/// are not for the bot. An unsubscribed-to event costs one pass over its bytes and no allocation.
struct FrameOutline: Equatable {
    /// `type` of the frame.
    enum Kind: Equatable {
        case hello
        case disconnect
        case eventsAPI
        case slashCommands
        case interactive
        case other
    }

    /// `payload.event.type`.
    enum EventKind: Equatable {
        case mention
        case message
        case other
    }

    var kind = Kind.other
    /// Where the contents of `envelope_id` are, as they stand between the quotes.
    var envelopeID: Range<Int>?
    var event: EventKind?
    var isDirectMessage = false
    var isFromBot = false
    /// An edit, a join, a bot's message: everything but somebody saying something.
    var isHousekeeping = false

    /// Whether a person says something to the bot. True also where the event could not be made out: the decoder
    /// finds out, and logs it.
    var isAddressed: Bool {
        switch kind {
        case .hello, .disconnect, .other: false
        case .slashCommands, .interactive: true
        case .eventsAPI:
            switch event {
            case nil: true
            case .mention: !isFromBot && !isHousekeeping
            case .message: isDirectMessage && !isFromBot && !isHousekeeping
            case .other: false
            }
        }
    }
}

/// Reads a frame's outline.
enum EnvelopeScanner {
    static func outline(of frame: Data) -> FrameOutline {
        frame.withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes)
            var outline = FrameOutline()
            cursor.readMembers { key, value in
                if value.equals(key, "envelope_id") {
                    outline.envelopeID = envelopeID(&value)
                } else if value.equals(key, "type") {
                    outline.kind = kind(&value)
                } else if value.equals(key, "payload") {
                    readPayload(&value, into: &outline)
                }
            }
            return outline
        }
    }

    /// Bounds the acknowledgement: Slack closes the socket on a frame over 20,480 bytes, and real ids are 36 long.
    private static let longestID = 1024

    private static func envelopeID(_ cursor: inout JSONCursor) -> Range<Int>? {
        guard let text = cursor.readString(), (1...longestID).contains(text.range.count) else { return nil }
        let isPlain = !text.hasEscapes && cursor.bytes[text.range].allSatisfy { (0x20..<0x7F).contains($0) }
        return isPlain || cursor.decoded(text) != nil ? text.range : nil
    }

    private static func kind(_ cursor: inout JSONCursor) -> FrameOutline.Kind {
        guard let text = cursor.readString() else { return .other }
        if cursor.equals(text, "events_api") { return .eventsAPI }
        if cursor.equals(text, "slash_commands") { return .slashCommands }
        if cursor.equals(text, "interactive") { return .interactive }
        if cursor.equals(text, "hello") { return .hello }
        if cursor.equals(text, "disconnect") { return .disconnect }
        return .other
    }

    private static func readPayload(_ cursor: inout JSONCursor, into outline: inout FrameOutline) {
        cursor.readMembers { key, value in
            guard value.equals(key, "event") else { return }
            value.readMembers { key, value in
                readEventMember(key, &value, into: &outline)
            }
        }
    }

    private static func readEventMember(
        _ key: JSONCursor.Text, _ value: inout JSONCursor, into outline: inout FrameOutline
    ) {
        if value.equals(key, "type") {
            guard let text = value.readString() else { return }
            outline.event =
                value.equals(text, "message") ? .message : value.equals(text, "app_mention") ? .mention : .other
        } else if value.equals(key, "channel_type") {
            guard let text = value.readString() else { return }
            outline.isDirectMessage = value.equals(text, "im")
        } else if value.equals(key, "bot_id") {
            guard let text = value.readString() else { return }
            outline.isFromBot = !text.range.isEmpty
        } else if value.equals(key, "subtype") {
            guard let text = value.readString() else { return }
            // The two subtypes that are still somebody talking: https://docs.slack.dev/reference/events/message
            let isTalk = value.equals(text, "file_share") || value.equals(text, "thread_broadcast")
            outline.isHousekeeping = !text.range.isEmpty && !isTalk
        }
    }
}
