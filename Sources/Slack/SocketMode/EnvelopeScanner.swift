import FoundationEssentials

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
            if value.equals(key, "event") {
                value.readMembers { key, value in
                    readEventMember(key, &value, into: &outline)
                }
            } else if value.equals(key, "type"), let text = value.readString() {
                outline.question = question(text, value)
            }
        }
    }

    private static func question(_ text: JSONCursor.Text, _ cursor: JSONCursor) -> FrameOutline.Question? {
        if cursor.equals(text, "block_suggestion") { return .suggestion }
        return cursor.equals(text, "view_submission") ? .submission : nil
    }

    /// https://docs.slack.dev/reference/events
    private static let workspaceEvents: [StaticString] = [
        "user_change", "team_join", "channel_created", "channel_deleted", "channel_rename", "channel_archive",
        "channel_unarchive", "group_deleted", "group_rename", "group_archive", "group_unarchive", "subteam_created",
        "subteam_updated", "subteam_members_changed", "tokens_revoked", "app_uninstalled",
    ]

    private static func eventKind(_ text: JSONCursor.Text, _ cursor: JSONCursor) -> FrameOutline.EventKind {
        if cursor.equals(text, "message") { return .message }
        if cursor.equals(text, "app_mention") { return .mention }
        if cursor.equals(text, "app_home_opened") { return .homeOpened }
        return workspaceEvents.contains { cursor.equals(text, $0) } ? .workspace : .other
    }

    private static func readEventMember(
        _ key: JSONCursor.Text, _ value: inout JSONCursor, into outline: inout FrameOutline
    ) {
        if value.equals(key, "type") {
            guard let text = value.readString() else { return }
            outline.event = eventKind(text, value)
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
