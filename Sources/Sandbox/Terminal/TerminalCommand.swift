/// What a typed line means.
enum TerminalCommand: Sendable, Equatable {
    /// A button, of the latest message that has some or of a numbered one.
    case press(message: Int?, button: Int)
    case enter(channel: String)
    case become(person: String)
    case slash(String)
    case mention(String)
    case direct(String)
    case help
    /// Opens the app's home.
    case home
    /// Uses the app's shortcut on the latest message, or a numbered one.
    case look(message: Int?)
    case quit
    case nothing

    /// `bot` is the bot's handle, `slash` its command.
    init(_ line: String, bot: String, slash: String) {
        let text = line.drop { $0.isWhitespace }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        switch (words.first, words.count) {
        case (nil, _): self = .nothing
        case ("help", 1): self = .help
        case ("home", 1): self = .home
        case ("look", 1): self = .look(message: nil)
        case ("look", 2) where Int(words[1]) != nil: self = .look(message: Int(words[1]))
        case ("quit", 1), ("exit", 1): self = .quit
        case ("press", 2...3):
            let numbers = words.dropFirst().compactMap { Int($0) }
            self =
                numbers.count + 1 == words.count
                ? .press(message: numbers.count == 2 ? numbers[0] : nil, button: numbers[numbers.count - 1])
                : .direct(String(text))
        case ("in", 2) where words[1].hasPrefix("#"): self = .enter(channel: String(words[1].dropFirst()))
        case ("as", 2): self = .become(person: words[1].hasPrefix("@") ? String(words[1].dropFirst()) : words[1])
        case (slash, _): self = .slash(words.dropFirst().joined(separator: " "))
        case ("@\(bot)", _): self = .mention(String(text))
        default: self = .direct(String(text))
        }
    }
}
