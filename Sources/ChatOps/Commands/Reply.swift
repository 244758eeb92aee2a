/// An answer, and who sees it.
struct Reply: Hashable, Sendable {
    enum Audience: Hashable, Sendable {
        case everyone
        case asker
    }

    var message: Message
    var audience: Audience

    static func everyone(_ message: Message) -> Reply { Reply(message: message, audience: .everyone) }
    static func asker(_ message: Message) -> Reply { Reply(message: message, audience: .asker) }
}
