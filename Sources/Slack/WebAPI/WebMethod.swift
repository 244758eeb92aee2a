/// A method of the Web API, with how its arguments travel and when it may be sent again.
struct WebMethod: Sendable, Equatable {
    enum Repetition: Sendable, Equatable {
        /// Doing it twice is doing it once.
        case harmless
        /// Only when the first request cannot have been carried out.
        case onlyIfUndone
        /// Never: the caller decides.
        case never
    }

    var name: String
    var repetition: Repetition
    var timeout: Duration

    private init(_ name: String, _ repetition: Repetition = .harmless, timeout: Duration = .seconds(30)) {
        self.name = name
        self.repetition = repetition
        self.timeout = timeout
    }

    /// The bot hears nothing meanwhile, so a hanging request is soon given up for another.
    static let appsConnectionsOpen = WebMethod("apps.connections.open", .never, timeout: .seconds(10))
    static let authTest = WebMethod("auth.test")
    static let chatPostMessage = WebMethod("chat.postMessage", .onlyIfUndone)
    static let chatPostEphemeral = WebMethod("chat.postEphemeral", .onlyIfUndone)
    static let chatUpdate = WebMethod("chat.update")
    static let conversationsOpen = WebMethod("conversations.open")
    static let conversationsList = WebMethod("conversations.list")
    static let conversationsJoin = WebMethod("conversations.join")
    static let usersList = WebMethod("users.list")
    static let usersInfo = WebMethod("users.info")
    static let usersLookupByEmail = WebMethod("users.lookupByEmail")
    static let usergroupsList = WebMethod("usergroups.list")
    /// The trigger is good for three seconds and for one use.
    static let viewsOpen = WebMethod("views.open", .onlyIfUndone)
    /// A post to a `response_url`: no method, but it fails and repeats like one.
    static let respond = WebMethod("response_url", .onlyIfUndone)
}
