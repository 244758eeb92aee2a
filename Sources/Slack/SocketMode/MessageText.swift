/// Slack's message markup as the plain text its writer saw. https://docs.slack.dev/messaging/formatting-message-text
enum MessageText {
    /// Without mentions of the bot, with `<…>` written out and `&amp; &lt; &gt;` unescaped once.
    ///
    /// Where the bot's id is not known, a mention's first `<@…>` is taken to be the bot.
    static func plain(_ text: String, bot: String? = nil, isMention: Bool = false) -> String {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            pieces.append(.words(rest[..<open]))
            pieces.append(.token(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        pieces.append(.words(rest))
        return joined(pieces, bot: bot ?? (isMention ? firstMention(in: pieces) : nil))
    }

    private enum Piece {
        case words(Substring)
        /// What stood between `<` and `>`.
        case token(Substring)
    }

    private static func joined(_ pieces: [Piece], bot: String?) -> String {
        var result = ""
        var followsBot = false
        for piece in pieces {
            switch piece {
            case .words(let words):
                result += unescaped(followsBot ? afterAddress(words, isOpening: result.isEmpty) : words)
                followsBot = false
            case .token(let token):
                if let bot, mentioned(by: token) == bot {
                    // "scan<@BOT>all" are two words; the blanks around a mention in a sentence become one.
                    while result.last == " " { result.removeLast() }
                    if !result.isEmpty { result += " " }
                    followsBot = true
                } else {
                    result += unescaped(written(token))
                    followsBot = false
                }
            }
        }
        return trimmed(result)
    }

    /// "@bot: ping" and "@bot, ping" are "ping".
    private static func afterAddress(_ words: Substring, isOpening: Bool) -> Substring {
        (isOpening ? words.drop { $0 == ":" || $0 == "," } : words).drop { $0 == " " }
    }

    private static func firstMention(in pieces: [Piece]) -> String? {
        for case .token(let token) in pieces {
            if let user = mentioned(by: token) { return user }
        }
        return nil
    }

    private static func mentioned(by token: Substring) -> String? {
        token.first == "@" ? String(token.dropFirst().prefix { $0 != "|" }) : nil
    }

    private static func written(_ token: Substring) -> Substring {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts.first ?? ""
        let label = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        switch target.first {
        case "@": return target
        case "#": return label.map { "#" + $0 } ?? target.dropFirst()
        case "!": return label ?? "@" + target.dropFirst()
        default: return label ?? target
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var result = ""
        var rest = text
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            let entity = entities.first { rest.hasPrefix($0.name) }
            result += entity?.character ?? "&"
            rest = rest.dropFirst(entity?.name.count ?? 1)
        }
        return result + rest
    }

    private static let entities = [
        (name: "&amp;", character: "&"), (name: "&lt;", character: "<"), (name: "&gt;", character: ">"),
    ]

    private static func trimmed(_ text: String) -> String {
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
