/// `heartbeat` of config.json, our own section: signs of life for people, and for a dead man's switch.
public struct HeartbeatSettings: Hashable, Sendable {
    /// Where one message is kept up to date; nil for nowhere.
    public var channel: String?
    public var interval: Duration

    public init(channel: String? = nil, interval: Duration = .seconds(300)) {
        self.channel = channel
        self.interval = interval
    }
}
