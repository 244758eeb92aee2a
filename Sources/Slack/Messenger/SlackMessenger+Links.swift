import ChatOps

extension SlackMessenger: MessageLinks {
    /// https://docs.slack.dev/reference/methods/chat.getPermalink
    public func url(of message: MessageReference) async throws(MessengerError) -> String {
        try await mapped { () async throws(WebAPIError) in
            try await web.permalink(of: message.id, in: message.channel)
        }
    }
}

extension WebAPIClient {
    private struct Permalink: Decodable {
        var permalink: String
    }

    func permalink(of ts: String, in channel: String) async throws(WebAPIError) -> String {
        let answer: Permalink = try await call(.chatGetPermalink, form: [("channel", channel), ("message_ts", ts)])
        return answer.permalink
    }
}
