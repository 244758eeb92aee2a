import CloudTrailCore
import FoundationEssentials

/// One thing that somebody did through the bot, or was refused: who, where, what, with what result, when.
public struct AuditEntry: Hashable, Sendable, Codable, Identifiable {
    /// How it was asked for.
    public enum Way: String, Hashable, Sendable, Codable {
        /// Typed: a slash command, a mention, a direct message.
        case command
        case button
        case form
        /// A message shortcut.
        case shortcut
    }

    public enum Outcome: String, Hashable, Sendable, Codable {
        case done
        case refused
        /// It was allowed, and did not work.
        case failed
    }

    /// Sorts by time, and is different for each entry.
    public var id: String
    public var at: Date
    /// The chat's id of what was asked, as the log has it.
    public var request: String
    public var person: PersonID
    /// What people call the person; empty when they are not known.
    public var name: String
    public var channel: String
    public var thread: String?
    public var way: Way
    /// A stable name; empty where no command could be made out.
    public var command: String
    /// What was asked, as it was typed or as a button or form stands for it.
    public var text: String
    /// The accounts it was about, as far as they are known; none for all.
    public var accounts: [AccountID]
    public var outcome: Outcome
    /// What the person was told, in short.
    public var result: String

    public init(
        at: Date, request: String, person: PersonID, name: String, channel: String, thread: String? = nil, way: Way,
        command: String, text: String, accounts: [AccountID] = [], outcome: Outcome, result: String
    ) {
        id = Self.id(at: at)
        self.at = at
        self.request = request
        self.person = person
        self.name = name
        self.channel = channel
        self.thread = thread
        self.way = way
        self.command = command
        self.text = text
        self.accounts = accounts
        self.outcome = outcome
        self.result = result
    }

    /// How long entries are kept.
    public static let life: TimeInterval = 400 * 86_400

    /// Milliseconds since 1970 with so many digits that their order is that of time, and something random.
    static func id(at date: Date) -> String {
        let milliseconds = String(max(0, Int(date.timeIntervalSince1970 * 1000)))
        let padding = String(repeating: "0", count: max(0, 14 - milliseconds.count))
        return "\(padding)\(milliseconds)-\(UUID().uuidString.lowercased())"
    }
}
