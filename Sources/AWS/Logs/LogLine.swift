import FoundationEssentials

/// A stream of CloudWatch Logs, and the group it is in.
public struct LogStream: Hashable, Sendable, CustomStringConvertible {
    public var group: String
    public var name: String

    public init(group: String, name: String) {
        self.group = group
        self.name = name
    }

    public var description: String { "\(group) \(name)" }
}

/// A line for CloudWatch Logs.
struct LogLine: Hashable, Sendable {
    /// What AWS counts for an event besides its text.
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    static let overhead = 26
    /// The least of the limits that AWS's partitions have or had: 256 KB.
    static let mostBytes = 256 << 10

    /// Since 1970.
    let milliseconds: Int
    let text: String

    /// A text that is too long is cut, and says so; an empty one, which AWS does not take, becomes a dash.
    init(at time: Date, _ text: String) {
        milliseconds = Int((time.timeIntervalSince1970 * 1000).rounded())
        self.text = text.isEmpty ? "-" : Self.cut(text)
    }

    var bytes: Int { text.utf8.count + Self.overhead }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count + overhead > mostBytes else { return text }
        let mark = "… (cut from \(text.utf8.count) bytes)"
        var end = text.utf8.index(text.startIndex, offsetBy: mostBytes - overhead - mark.utf8.count)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return text[..<end] + mark
    }
}
