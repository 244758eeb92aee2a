import ChatOps

/// Who the bot is, as auth.test says.
public struct BotIdentity: Sendable, Equatable, Decodable {
    /// The bot's user id, which mentions carry.
    public var userID: String
    /// The workspace.
    public var teamID: String
    /// The bot's handle and the workspace's name, for people.
    public var user: String?
    public var team: String?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case teamID = "team_id"
        case user
        case team
    }
}

/// https://docs.slack.dev/reference/objects/user-object
public struct SlackUser: Decodable, Sendable, Equatable {
    struct Profile: Decodable, Sendable, Equatable {
        var display_name: String?
        var real_name: String?
        var email: String?
    }

    struct EnterpriseUser: Decodable, Sendable, Equatable {
        var teams: [String]?
    }

    var id: String
    var team_id: String?
    var name: String?
    var real_name: String?
    var deleted: Bool?
    var is_bot: Bool?
    var is_restricted: Bool?
    var is_ultra_restricted: Bool?
    var is_stranger: Bool?
    var profile: Profile?
    var enterprise_user: EnterpriseUser?

    /// As the bot sees a member of `team`'s workspace.
    func person(in team: String) -> Person {
        var names: [String] = []
        for name in [name, profile?.display_name, profile?.real_name, real_name] {
            if let name = name?.nonEmpty, !names.contains(name) { names.append(name) }
        }
        return Person(
            id: PersonID(rawValue: id), names: names, email: profile?.email?.nonEmpty, membership: membership(in: team))
    }

    private func membership(in team: String) -> Person.Membership {
        if deleted == true { return .deactivated }
        // Slackbot is a bot that does not say so.
        if is_bot == true || id == "USLACKBOT" { return .bot }
        if is_stranger == true || !belongs(to: team) { return .stranger }
        return is_restricted == true || is_ultra_restricted == true ? .guest : .member
    }

    /// On Enterprise Grid the team of a user is where they were made; `teams` are all they are in.
    private func belongs(to team: String) -> Bool {
        guard let own = team_id?.nonEmpty, own != team else { return true }
        return enterprise_user?.teams?.contains(team) ?? false
    }
}

/// https://docs.slack.dev/reference/objects/conversation-object
public struct SlackChannel: Decodable, Sendable, Equatable {
    var id: String
    var name: String?
    var is_archived: Bool?
    var is_member: Bool?
    var is_private: Bool?
}

/// https://docs.slack.dev/reference/objects/usergroup-object
struct SlackUserGroup: Decodable, Sendable, Equatable {
    var id: String
    var handle: String?
    var users: [String]?
}
