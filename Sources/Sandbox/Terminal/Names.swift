/// Names for the ids in messages.
struct Names: Sendable, Equatable {
    var people: [String: String] = [:]
    var channels: [String: String] = [:]

    func person(_ id: String) -> String { "@" + (people[id] ?? id) }
    func channel(_ id: String) -> String { "#" + (channels[id] ?? id) }
}

/// The emoji a bot is likely to use, as characters.
enum Emoji {
    private static let known = [
        "white_check_mark": "✅", "x": "❌", "warning": "⚠️", "rotating_light": "🚨", "hourglass_flowing_sand": "⏳",
        "mag": "🔍", "ticket": "🎫", "bell": "🔔", "no_bell": "🔕", "question": "❓", "grey_question": "❔", "lock": "🔒",
        "tada": "🎉", "large_green_circle": "🟢", "red_circle": "🔴", "large_yellow_circle": "🟡", "eyes": "👀",
    ]

    static func character(_ name: String) -> String { known[name] ?? ":\(name):" }
}
