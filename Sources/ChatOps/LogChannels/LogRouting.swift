/// A line of the program's log, as patterns see it: `WARNING message key=value`.
struct LogLine: Hashable, Sendable {
    let text: String
    let isError: Bool
}

/// Which of the program's own log messages go to which channel: Hammer's `slack.channels` and `slack.ignore` of config.json.
public struct LogRouting: Hashable, Sendable {
    public struct Rule: Hashable, Sendable {
        public var channel: String
        /// Regular expressions, any of which may match a part of the message.
        public var patterns: [String]

        public init(channel: String, patterns: [String]) {
            self.channel = channel
            self.patterns = patterns
        }
    }

    /// In order: the first that matches counts.
    public var rules: [Rule]
    /// What matches one of these goes nowhere.
    public var ignored: [String]
    /// Where errors go that no rule matches; nil: nowhere.
    public var otherwise: String?

    public init(rules: [Rule] = [], ignored: [String] = [], otherwise: String? = nil) {
        self.rules = rules
        self.ignored = ignored
        self.otherwise = otherwise
    }

    /// Whether anything is to go anywhere.
    public var isEmpty: Bool { rules.isEmpty && otherwise == nil }

    /// nil where a line goes nowhere. Warnings go only where a rule wants them.
    func channel(of line: LogLine) -> String? {
        if ignored.contains(where: { Self.matches($0, line.text) }) { return nil }
        let rule = rules.first { rule in rule.patterns.contains { Self.matches($0, line.text) } }
        return rule?.channel ?? (line.isError ? otherwise : nil)
    }

    /// A pattern that is none matches nothing; the configuration refuses it.
    private static func matches(_ pattern: String, _ line: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.firstMatch(in: line)) != nil
    }
}
