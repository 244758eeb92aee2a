/// `slack` of config.json.
public struct SlackSettings: Hashable, Sendable {
    /// A channel and the regular expressions of the program's own messages that go there.
    public struct ChannelRule: Hashable, Sendable {
        public var channel: String
        public var patterns: [String]

        public init(channel: String, patterns: [String]) {
            self.channel = channel
            self.patterns = patterns
        }
    }

    public var isEnabled: Bool
    /// Whether the global `slack_owner` of ticket_owners.json is told in addition to an account's own.
    public var notifiesDefaultOwner: Bool
    /// Where the program's own messages go when no rule matches.
    public var defaultChannel: String?
    /// In file order: the first match wins.
    public var channels: [ChannelRule]
    /// Messages of the program that go nowhere.
    public var ignoredPatterns: [String]
    /// How many connections to Slack are held at once, 1 to 10.
    public var connections: Int
    /// So many alerts an hour get messages of their own in one conversation; what is more is told as one.
    public var alertsPerHour: Int

    public init(
        isEnabled: Bool = false, notifiesDefaultOwner: Bool = true, defaultChannel: String? = nil,
        channels: [ChannelRule] = [], ignoredPatterns: [String] = [], connections: Int = 2, alertsPerHour: Int = 20
    ) {
        self.isEnabled = isEnabled
        self.notifiesDefaultOwner = notifiesDefaultOwner
        self.defaultChannel = defaultChannel
        self.channels = channels
        self.ignoredPatterns = ignoredPatterns
        self.connections = connections
        self.alertsPerHour = alertsPerHour
    }
}
