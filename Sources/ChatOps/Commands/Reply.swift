/// An answer, and who sees it.
struct Reply: Hashable, Sendable {
    enum Audience: Hashable, Sendable {
        case everyone
        case asker
    }

    enum Standing: Hashable, Sendable {
        case done
        /// It has been told already, in a message of its own.
        case told
        /// Nothing is done before it is answered.
        case asks
    }

    var message: Message
    var audience: Audience
    var standing = Standing.done

    static func everyone(_ message: Message) -> Reply { Reply(message: message, audience: .everyone) }
    static func told(_ message: Message) -> Reply { Reply(message: message, audience: .everyone, standing: .told) }
    static func question(_ message: Message) -> Reply { Reply(message: message, audience: .asker, standing: .asks) }
    static func asker(_ message: Message) -> Reply { Reply(message: message, audience: .asker) }
}
