/// Finding messages again. https://docs.slack.dev/messaging/message-metadata
extension WebAPIClient {
    struct FoundMessage: Decodable, Equatable {
        struct Metadata: Decodable, Equatable {
            struct Payload: Decodable, Equatable {
                var mark: String?
            }

            var event_payload: Payload?
        }

        var ts: String
        var user: String?
        var metadata: Metadata?
    }

    private struct MessagePage: CursorPage {
        var messages: [FoundMessage]
        var response_metadata: PageMetadata?
    }

    /// A message with a mark, by `author`, among a channel's or thread's since `oldest` (seconds since 1970). Pages are
    /// read until it is found.
    func message(
        marked mark: String, by author: String, in channel: String, thread: String?, oldest: String
    ) async throws(WebAPIError) -> FoundMessage? {
        var arguments = [("channel", channel), ("oldest", oldest), ("include_all_metadata", "true")]
        if let thread { arguments.append(("ts", thread)) }
        let method = thread == nil ? WebMethod.conversationsHistory : .conversationsReplies
        return try await first(of: method, arguments, limit: 200) { (page: MessagePage) in
            // Others can write metadata, too.
            page.messages.first { $0.user == author && $0.metadata?.event_payload?.mark == mark }
        }
    }
}
