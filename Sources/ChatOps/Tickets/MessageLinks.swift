/// Where people open the chat's messages from outside.
public protocol MessageLinks: Sendable {
    func url(of message: MessageReference) async throws(MessengerError) -> String
}
