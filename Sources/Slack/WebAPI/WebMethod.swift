/// A method of the Web API: how often it may be called, when it may be sent again, what the app must be allowed.
struct WebMethod: Sendable, Equatable {
    /// Calls a minute, of one method in one workspace. https://docs.slack.dev/apis/web-api/rate-limits
    enum Tier: Int, Sendable {
        case two = 20
        case three = 50
        case four = 100
        /// Paced in another way, or without a limit that matters.
        case special = 0
    }

    enum Repetition: Sendable, Equatable {
        /// Doing it twice is doing it once.
        case harmless
        /// Only when the first request cannot have been carried out.
        case onlyIfUndone
        /// Also when Slack says that it failed, which may be wrong: for what nobody could find again.
        case onlyIfSaidUndone
        /// Never: the caller decides.
        case never
    }

    var name: String
    var tier: Tier
    var repetition: Repetition
    /// The bot token's scopes it needs.
    var scopes: Set<String>
    var timeout: Duration

    private init(
        _ name: String, _ tier: Tier, _ repetition: Repetition = .harmless, scopes: Set<String> = [],
        timeout: Duration = .seconds(30)
    ) {
        self.name = name
        self.tier = tier
        self.repetition = repetition
        self.scopes = scopes
        self.timeout = timeout
    }
}

extension WebMethod {
    func repeated(_ repetition: Repetition) -> WebMethod {
        var method = self
        method.repetition = repetition
        return method
    }
}

/// The methods the bot calls. https://docs.slack.dev/reference/methods
extension WebMethod {
    private static let reading: Set = ["channels:history", "groups:history", "im:history"]

    /// Paced by the connection's dialler. The bot hears nothing meanwhile, so a hanging request is soon given up for another.
    static let appsConnectionsOpen = WebMethod("apps.connections.open", .special, .never, timeout: .seconds(10))
    static let authTest = WebMethod("auth.test", .special)
    /// Paced by its channel.
    static let chatPostMessage = WebMethod("chat.postMessage", .special, .onlyIfUndone, scopes: ["chat:write"])
    static let chatPostEphemeral = WebMethod("chat.postEphemeral", .four, .onlyIfSaidUndone, scopes: ["chat:write"])
    static let chatUpdate = WebMethod("chat.update", .three, scopes: ["chat:write"])
    static let chatGetPermalink = WebMethod("chat.getPermalink", .special)
    static let conversationsOpen = WebMethod("conversations.open", .three, scopes: ["im:write"])
    static let conversationsList = WebMethod("conversations.list", .two, scopes: ["channels:read", "groups:read"])
    static let conversationsInfo = WebMethod("conversations.info", .three, scopes: ["channels:read", "groups:read"])
    static let conversationsJoin = WebMethod("conversations.join", .three, scopes: ["channels:join"])
    static let conversationsHistory = WebMethod("conversations.history", .three, scopes: reading)
    static let conversationsReplies = WebMethod("conversations.replies", .three, scopes: reading)
    static let usersList = WebMethod("users.list", .two, scopes: ["users:read"])
    static let usersInfo = WebMethod("users.info", .four, scopes: ["users:read", "users:read.email"])
    static let usersLookupByEmail = WebMethod("users.lookupByEmail", .three, scopes: ["users:read.email"])
    static let usergroupsList = WebMethod("usergroups.list", .two, scopes: ["usergroups:read"])
    /// The trigger is good for three seconds and for one use.
    static let viewsOpen = WebMethod("views.open", .four, .onlyIfSaidUndone)
    static let viewsUpdate = WebMethod("views.update", .four)
    static let viewsPublish = WebMethod("views.publish", .four)
    static let filesGetUploadURL = WebMethod("files.getUploadURLExternal", .four, scopes: ["files:write"])
    /// Shows the file in its channel, which is a post.
    static let filesCompleteUpload = WebMethod(
        "files.completeUploadExternal", .four, .onlyIfUndone, scopes: ["files:write"])

    static let all = [
        appsConnectionsOpen, authTest, chatPostMessage, chatPostEphemeral, chatUpdate, chatGetPermalink,
        conversationsOpen, conversationsList, conversationsInfo, conversationsJoin, conversationsHistory,
        conversationsReplies, usersList, usersInfo, usersLookupByEmail, usergroupsList, viewsOpen, viewsUpdate,
        viewsPublish, filesGetUploadURL,
        filesCompleteUpload,
    ]

    /// A post to a `response_url`: no method, but it fails and repeats like one.
    static let respond = WebMethod("response_url", .special, .onlyIfSaidUndone)
    /// The bytes of a file, to the address that was given for them.
    static let upload = WebMethod("file upload", .special, timeout: .seconds(120))
}
