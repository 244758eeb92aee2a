/// Who the app is in this workspace, and the tokens it must show.
public struct Identity: Sendable {
    public var team = "T0SANDBOX01"
    public var domain = "sandbox"
    public var teamName: String
    public var app = "A0TRAILWATCH"
    public var botID = "B0TRAILWATCH"
    public var bot = Member(
        id: "U0TRAILWATCH", name: "trailwatch", displayName: "Trailwatch", realName: "Trailwatch", kind: .bot)
    public var command = "/trailwatch"
    /// What people are shown when they begin to type the command.
    public var commandHint = "scan all | issues | status | whitelist list | help"
    /// Whether the app shows a Home. What the app is told of and allowed stands in manifests/slack-app.json as well.
    public var hasHome = true
    /// What the app offers to do about a message: what people read, and by what the app knows it.
    public var shortcut = (name: "Trailwatch: look at this", id: "look_at_this")
    /// The bot token's scopes.
    public var scopes: Set<String> = [
        "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
        "files:write", "groups:history", "groups:read", "im:history", "im:write", "usergroups:read", "users:read",
        "users:read.email",
    ]
    /// The events it asked for.
    public var events: Set<String> = [
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_rename", "group_archive",
        "group_rename",
        "message.im", "subteam_updated", "team_join", "tokens_revoked", "user_change",
    ]
    // Made-up tokens of a workspace that exists only on loopback.
    public var appToken = "xapp-1-A0TRAILWATCH-1-sandbox"
    public var botToken = "xoxb-1-1-sandbox"

    public init(teamName: String) {
        self.teamName = teamName
    }

    static let slackbot = Member(id: "USLACKBOT", name: "slackbot", displayName: "Slackbot", realName: "Slackbot")
}

/// The delays of the real thing; tests shorten them.
public struct WorkspaceTimings: Sendable {
    /// How long an envelope may stay unacknowledged.
    public var acknowledgement: Duration = .seconds(3)
    /// After which times an unacknowledged event is sent again.
    public var retries: [Duration] = [.zero, .seconds(60), .seconds(300)]
    public var ping: Duration = .seconds(10)
    /// Seconds a trigger id lives.
    public var trigger: Double = 3
    /// Seconds a response URL lives.
    public var responseURL: Double = 1800

    public init() {}
}
