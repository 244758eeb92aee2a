import ChatOps
import ConfigurationFiles

extension LogChannels {
    /// There is one, as there is one `LoggingSystem`.
    static let shared = LogChannels()
}

extension LogRouting {
    init(_ slack: SlackSettings) {
        self.init()
        guard slack.isEnabled else { return }
        rules = slack.channels.map { Rule(channel: $0.channel, patterns: $0.patterns) }
        ignored = slack.ignoredPatterns
        otherwise = slack.defaultChannel
    }
}
