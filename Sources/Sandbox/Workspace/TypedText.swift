/// What Slack makes of what a person types: https://docs.slack.dev/messaging/formatting-message-text
enum TypedText {
    /// `&`, `<` and `>` as entities, names as mentions, addresses as links.
    static func encode(_ typed: String, people: [Member], channels: [Channel]) -> String {
        typed.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.split(separator: " ", omittingEmptySubsequences: false)
                    .map { word(String($0), people, channels) }
                    .joined(separator: " ")
            }
            .joined(separator: "\n")
    }

    static func escape(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }

    private static func word(_ word: String, _ people: [Member], _ channels: [Channel]) -> String {
        if word.hasPrefix("@"), let person = people.first(where: { $0.name == word.dropFirst().lowercased() }) {
            return "<@\(person.id)>"
        }
        if word.hasPrefix("#"), let channel = channels.first(where: { $0.name == word.dropFirst() }) {
            return "<#\(channel.id)|\(channel.name)>"
        }
        if word.hasPrefix("https://") || word.hasPrefix("http://") { return "<\(escape(word))>" }
        return escape(word)
    }
}
