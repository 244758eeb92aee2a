import FoundationEssentials
import Networking

/// A workspace, an AWS estate and a JIRA, as a file in `config/sandbox` describes them.
public struct Scenario: Sendable {
    /// One sentence for whoever starts it.
    public let about: String
    public let team: String
    /// The handle of the person at the keyboard.
    public let you: String
    /// The channel one is in first.
    public let channel: String
    let people: [PersonEntry]
    let channels: [ChannelEntry]
    let aws: EstateScenario
    let jira: JiraScenario
    let bot: BotSettings

    /// Roles go by e-mail, which nobody can choose for themselves.
    var yourEmail: String { people.first { $0.name == you }?.email ?? you }

    struct PersonEntry: Sendable, Codable {
        var name: String
        var displayName: String
        var realName: String
        var email: String?
        var isGuest: Bool?

        enum CodingKeys: String, CodingKey {
            case name
            case displayName = "display_name"
            case realName = "real_name"
            case email
            case isGuest = "guest"
        }
    }

    struct ChannelEntry: Sendable, Codable {
        var name: String
        var isPrivate: Bool?
        /// Handles; the bot among them where it has been invited.
        var members: [String]

        enum CodingKeys: String, CodingKey {
            case name
            case isPrivate = "private"
            case members
        }
    }

    /// The bot's files, as far as the scenario decides them.
    struct BotSettings: Sendable, Codable {
        /// Between two scheduled scans, as `30s`.
        var interval: String
        /// As in whitelist.json.
        var whitelist: JSONValue
        /// As in ticket_owners.json.
        var ticketOwners: JSONValue
        /// Members to replace in the generated config.json.
        var configuration: JSONValue?

        enum CodingKeys: String, CodingKey {
            case interval, whitelist
            case ticketOwners = "ticket_owners"
            case configuration
        }
    }

    /// Reads a scenario; throws a `SandboxMistake` that says where it is wrong.
    public init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(Scenario.self, from: json)
        } catch let error as DecodingError {
            throw SandboxMistake(Self.sentence(error))
        }
        if !people.contains(where: { $0.name == you }) { throw SandboxMistake("`you` is none of the people.") }
        if !channels.contains(where: { $0.name == channel }) {
            throw SandboxMistake("`channel` is none of the channels.")
        }
        let known = Set(people.map(\.name) + ["trailwatch"])
        for entry in channels {
            if let stranger = entry.members.first(where: { !known.contains($0) }) {
                throw SandboxMistake("#\(entry.name) has a member \(stranger), who is none of the people.")
            }
        }
    }

    /// A path, or the name of a file in `config/sandbox` of this directory or of one above `origin`.
    public static func load(_ name: String, near origin: String) throws -> Scenario {
        for path in [name] + places(of: "\(name).json", near: origin) {
            if let data = try? Data(contentsOf: URL(filePath: path)) { return try Scenario(json: data) }
        }
        throw SandboxMistake("There is no scenario \(name), neither as a file nor in config/sandbox.")
    }

    /// Where a file of `config/sandbox` may be: in this directory, or in one above `origin`.
    static func places(of file: String, near origin: String) -> [String] {
        var candidates = ["config/sandbox/\(file)"]
        var directory = origin.split(separator: "/")
        while !directory.isEmpty {
            candidates.append("/" + directory.joined(separator: "/") + "/config/sandbox/\(file)")
            directory.removeLast()
        }
        return candidates
    }

    private static func sentence(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
            return path.isEmpty ? "the scenario" : path
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context)) lacks `\(key.stringValue)`."
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "\(place(context)): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}

extension Scenario: Decodable {}

extension Scenario {
    static func userID(_ name: String) -> String {
        name == "trailwatch" ? "U0TRAILWATCH" : "U0" + name.uppercased().filter { $0.isLetter || $0.isNumber }
    }

    var members: [Member] {
        people.map { person in
            Member(
                id: Self.userID(person.name), name: person.name, displayName: person.displayName,
                realName: person.realName, email: person.email, kind: person.isGuest == true ? .guest : .person)
        }
    }

    var places: [Channel] {
        channels.map { channel in
            Channel(
                id: "C0" + channel.name.uppercased().filter { $0.isLetter || $0.isNumber }, name: channel.name,
                kind: channel.isPrivate == true ? .closed : .open, members: channel.members.map(Self.userID))
        }
    }

    /// What config.json lets somebody do, in a word: `approver`, `operator`, `viewer`, `guest` or `nothing`.
    func role(of member: Member) -> String {
        switch member.kind {
        case .bot: return "bot"
        case .guest: return "guest"
        case .person: break
        }
        let roles = BotSetup.roles(self)
        for role in ["approver", "operator", "viewer"] {
            let holders = (roles[role]?.array ?? []).compactMap(\.string)
            if holders.contains("*") || member.email.map(holders.contains) == true { return role }
        }
        return "nothing"
    }

    /// Accounts and regions, in words.
    public var size: String { "\(aws.accounts.count) AWS accounts in \(aws.regions.count) regions" }

    /// What will change while one watches, with its second.
    public var announcements: [(after: Double, note: String)] { (aws.steps ?? []).map { ($0.after, $0.note) } }
}
