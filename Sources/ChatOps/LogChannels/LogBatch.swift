import FoundationEssentials

/// What is to be posted of log lines: the first of a channel at once, then at most one message a minute, with what came
/// meanwhile; what repeats is counted, and what is too much as well.
struct LogBatch: Sendable {
    static let interval: TimeInterval = 60
    static let most = 15

    private struct Channel: Sendable {
        var postedAt: Date?
        var lines: [(text: String, count: Int)] = []
        var dropped = 0
    }

    private var channels: [String: Channel] = [:]

    mutating func add(_ line: String, to channel: String) {
        var waiting = channels[channel] ?? Channel()
        if let index = waiting.lines.firstIndex(where: { $0.text == line }) {
            waiting.lines[index].count += 1
        } else if waiting.lines.count < Self.most {
            waiting.lines.append((line, 1))
        } else {
            waiting.dropped += 1
        }
        channels[channel] = waiting
    }

    /// What is due, by channel.
    mutating func due(at now: Date) -> [(channel: String, message: Message)] {
        var messages: [(String, Message)] = []
        for (name, channel) in channels.sorted(by: { $0.key < $1.key }) where !channel.lines.isEmpty {
            if let posted = channel.postedAt, now.timeIntervalSince(posted) < Self.interval { continue }
            messages.append((name, Self.message(channel)))
            channels[name] = Channel(postedAt: now)
        }
        return messages
    }

    /// When the next message is due; nil while nothing waits.
    func nextDue(at now: Date) -> Date? {
        channels.values.filter { !$0.lines.isEmpty }
            .map { ($0.postedAt ?? .distantPast).addingTimeInterval(Self.interval) }.min()
    }

    private static func message(_ channel: Channel) -> Message {
        let lines = channel.lines.map { $0.count == 1 ? $0.text : "\($0.text) (\($0.count) times)" }
        let more = channel.dropped > 0 ? ["and \(channel.dropped) more; the log has them"] : []
        return Message(
            summary: "From my log: \(lines[0])", blocks: [.code((lines + more).joined(separator: "\n"))])
    }
}
