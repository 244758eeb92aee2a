import Networking

/// How often a method may be called, and what the app must have been allowed for it.
/// https://docs.slack.dev/apis/web-api/rate-limits and https://docs.slack.dev/reference/methods
struct CallRules: Sendable {
    /// Calls a minute.
    enum Tier: Int, Sendable {
        case two = 20
        case three = 50
        case four = 100
    }

    var tier: Tier?
    /// All of these scopes of the bot's token.
    var scopes: Set<String> = []

    private static let rules: [String: CallRules] = [
        "apps.connections.open": .init(tier: .three),
        "chat.postMessage": .init(scopes: ["chat:write"]),
        "chat.postEphemeral": .init(tier: .four, scopes: ["chat:write"]),
        "chat.getPermalink": .init(),
        "chat.update": .init(tier: .three, scopes: ["chat:write"]),
        "chat.delete": .init(tier: .three, scopes: ["chat:write"]),
        "conversations.open": .init(tier: .three, scopes: ["im:write"]),
        "conversations.list": .init(tier: .two),
        "conversations.info": .init(tier: .three),
        "conversations.join": .init(tier: .three, scopes: ["channels:join"]),
        "conversations.members": .init(tier: .four),
        "conversations.history": .init(tier: .three),
        "conversations.replies": .init(tier: .three),
        "users.list": .init(tier: .two, scopes: ["users:read"]),
        "users.info": .init(tier: .four, scopes: ["users:read"]),
        "users.lookupByEmail": .init(tier: .three, scopes: ["users:read.email"]),
        "usergroups.list": .init(tier: .two, scopes: ["usergroups:read"]),
        "views.open": .init(tier: .four), "views.update": .init(tier: .four), "views.publish": .init(tier: .four),
        "files.getUploadURLExternal": .init(tier: .four, scopes: ["files:write"]),
        "files.completeUploadExternal": .init(tier: .four, scopes: ["files:write"]),
    ]

    static func of(_ method: String) -> CallRules { rules[method] ?? CallRules() }
}

/// How much of each limit is left. Slack takes a minute's calls at once, and a short burst in a channel.
struct CallLimits: Sendable {
    /// Slack takes about one message a second in a channel; how long a burst it takes, it does not say.
    static let burst = 10

    /// The posts of all channels together: Slack says "several hundred a minute". nil: without limit.
    var postsPerMinute: Int?

    private var buckets: [String: TokenBucket] = [:]
    private let epoch = ContinuousClock.now

    /// How long to wait, for one call that is refused for it; zero counts as the call. `now` is in seconds.
    mutating func wait(for method: String, in channel: String?, now: Double) -> Duration {
        let instant = epoch + .seconds(now)
        if method == "chat.postMessage" {
            let fresh = TokenBucket(capacity: Self.burst, interval: .seconds(1), now: instant)
            let wait = buckets["channel \(channel ?? "")", default: fresh].take(now: instant)
            guard wait == .zero, let postsPerMinute else { return wait }
            let all = TokenBucket(
                capacity: postsPerMinute / 6, interval: .seconds(60) / postsPerMinute, now: instant)
            return buckets["workspace", default: all].take(now: instant)
        }
        guard let tier = CallRules.of(method).tier else { return .zero }
        let fresh = TokenBucket(capacity: tier.rawValue, interval: .seconds(60) / tier.rawValue, now: instant)
        return buckets[method, default: fresh].take(now: instant)
    }
}

extension Workspace {
    /// Refuses what the app's token was not allowed.
    func permit(_ method: String, _ arguments: CallArguments) throws(SlackRefusal) {
        let needed = CallRules.of(method).scopes.union(scopes(of: method, arguments))
        guard let missing = needed.subtracting(identity.scopes).min() else { return }
        throw SlackRefusal(
            "missing_scope",
            ["needed": .string(missing), "provided": .string(identity.scopes.sorted().joined(separator: ","))])
    }

    /// Those that depend on what kinds of conversations a call is about.
    private func scopes(of method: String, _ arguments: CallArguments) -> Set<String> {
        let prefixes = ["public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"]
        switch method {
        case "conversations.list":
            let types = (arguments.string("types") ?? "public_channel").split(separator: ",").map(String.init)
            return Set(types.compactMap { prefixes[$0] }.map { $0 + ":read" })
        case "conversations.history", "conversations.replies":
            return Set(kind(arguments).map { [$0 + ":history"] } ?? [])
        case "conversations.info", "conversations.members":
            return Set(kind(arguments).map { [$0 + ":read"] } ?? [])
        default: return []
        }
    }

    private func kind(_ arguments: CallArguments) -> String? {
        switch arguments.string("channel").flatMap({ channel($0) })?.kind {
        case .open: "channels"
        case .closed: "groups"
        case .direct: "im"
        case nil: nil
        }
    }
}
