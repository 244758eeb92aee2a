/// The methods the bot uses, typed. https://docs.slack.dev/reference/methods
extension WebAPIClient {
    private struct ConnectionsOpen: Decodable {
        var url: String
    }

    private struct Posted: Decodable {
        var channel: String?
        var ts: String
    }

    private struct Opened: Decodable {
        struct Channel: Decodable {
            var id: String
        }

        var channel: Channel
    }

    private struct UserGroups: Decodable {
        var usergroups: [SlackUserGroup]
    }

    private struct Found: Decodable {
        var user: SlackUser
    }

    /// A Socket Mode URL, good for one connection.
    func openConnection() async throws(WebAPIError) -> String {
        let answer: ConnectionsOpen = try await call(.appsConnectionsOpen)
        return answer.url
    }

    func authTest() async throws(WebAPIError) -> BotIdentity {
        try await call(.authTest)
    }

    /// Posts a message; the answer is the channel it is in (another one than was asked for when that was a person) and its `ts`.
    func postMessage(_ message: OutgoingMessage) async throws(WebAPIError) -> (channel: String, ts: String) {
        // What has no mark nobody could find again: told twice is better than not at all.
        let isMarked = message.metadata?.event_payload.mark != nil
        let method = isMarked ? WebMethod.chatPostMessage : .chatPostMessage.repeated(.onlyIfSaidUndone)
        let posted: Posted = try await call(method, json: message, pacing: message.channel)
        return (posted.channel ?? message.channel, posted.ts)
    }

    func postEphemeral(_ message: OutgoingMessage) async throws(WebAPIError) {
        let _: NoContent = try await call(.chatPostEphemeral, json: message)
    }

    func update(_ message: OutgoingMessage) async throws(WebAPIError) {
        let _: NoContent = try await call(.chatUpdate, json: message)
    }

    func join(_ channel: String) async throws(WebAPIError) {
        let _: NoContent = try await call(.conversationsJoin, json: ["channel": channel])
    }

    /// The direct conversation with a person.
    func openConversation(with user: String) async throws(WebAPIError) -> String {
        let opened: Opened = try await call(.conversationsOpen, json: ["users": user])
        return opened.channel.id
    }

    func user(_ id: String) async throws(WebAPIError) -> SlackUser {
        let found: Found = try await call(.usersInfo, form: [("user", id)])
        return found.user
    }

    func user(email: String) async throws(WebAPIError) -> SlackUser {
        let found: Found = try await call(.usersLookupByEmail, form: [("email", email)])
        return found.user
    }

    /// All pages.
    func users() async throws(WebAPIError) -> [SlackUser] {
        try await pages(of: .usersList, []) { (page: UserPage) in page.members }
    }

    /// All pages of the channels the bot may see; archived ones take no messages and are left out.
    func channels() async throws(WebAPIError) -> [SlackChannel] {
        let arguments = [("types", "public_channel,private_channel"), ("exclude_archived", "true")]
        return try await pages(of: .conversationsList, arguments) { (page: ChannelPage) in page.channels }
    }

    /// Those that are in use, with their members.
    func userGroups() async throws(WebAPIError) -> [SlackUserGroup] {
        let found: UserGroups = try await call(
            .usergroupsList, form: [("include_users", "true"), ("include_disabled", "false")])
        return found.usergroups
    }

    /// Opens a modal; the answer is its id, for `updateView`.
    @discardableResult
    func openView(_ view: ModalView, trigger: String) async throws(WebAPIError) -> String? {
        let opened: OpenedView = try await call(.viewsOpen, json: ViewArguments(trigger_id: trigger, view: view))
        return opened.view?.id
    }

    /// Replaces what an open modal shows.
    func updateView(_ id: String, with view: ModalView) async throws(WebAPIError) {
        let _: NoContent = try await call(.viewsUpdate, json: ViewArguments(view_id: id, view: view))
    }

    /// Replaces what the App Home of a person shows.
    func publishHome(_ view: HomeView, for person: String) async throws(WebAPIError) {
        let _: NoContent = try await call(.viewsPublish, json: HomeArguments(user_id: person, view: view))
    }

    private func pages<Page: CursorPage, Item>(
        of method: WebMethod, _ arguments: [(String, String)], _ items: (Page) -> [Item]
    ) async throws(WebAPIError) -> [Item] {
        var all: [Item] = []
        let _: Item? = try await first(of: method, arguments, limit: 1000) { (page: Page) in
            all += items(page)
            return nil
        }
        return all
    }

    /// Reads pages until one of them holds what is looked for; nil when none does.
    func first<Page: CursorPage, Item>(
        of method: WebMethod, _ arguments: [(String, String)], limit: Int, _ find: (Page) -> Item?
    ) async throws(WebAPIError) -> Item? {
        var cursor: String?
        repeat {
            let page: Page = try await call(
                method, form: arguments + [("limit", String(limit))] + (cursor.map { [("cursor", $0)] } ?? []))
            if let found = find(page) { return found }
            let next = page.response_metadata?.next_cursor?.nonEmpty
            // A cursor that repeats itself would go round for ever.
            guard next != cursor || next == nil else {
                throw WebAPIError(method: method.name, reason: .malformed("the same cursor twice"))
            }
            cursor = next
        } while cursor != nil
        return nil
    }
}

/// https://docs.slack.dev/apis/web-api/pagination
struct PageMetadata: Decodable {
    var next_cursor: String?
}

protocol CursorPage: Decodable {
    var response_metadata: PageMetadata? { get }
}

private struct UserPage: CursorPage {
    var members: [SlackUser]
    var response_metadata: PageMetadata?
}

private struct ChannelPage: CursorPage {
    var channels: [SlackChannel]
    var response_metadata: PageMetadata?
}

private struct ViewArguments: Encodable {
    var trigger_id: String?
    var view_id: String?
    var view: ModalView
}

private struct HomeArguments: Encodable {
    var user_id: String
    var view: HomeView
}

private struct OpenedView: Decodable {
    struct View: Decodable {
        var id: String
    }

    var view: View?
}
