import FoundationEssentials
import Networking

/// A Slack-like workspace with one app in it: what people do, what the app sees of it and what the app may do.
///
/// Knows nothing of how it is shown. Everything that happens is in `journal`; faults are set by the members of
/// `Workspace+Faults.swift`.
public actor Workspace {
    public nonisolated let identity: Identity
    public nonisolated let journal: Journal<Occurrence>
    nonisolated let timings: WorkspaceTimings
    nonisolated let timetable = Timetable()
    /// Wall-clock seconds; passed in, so that tests can move it.
    nonisolated let now: @Sendable () -> Double
    /// What messages are dated by.
    let time: SandboxTime

    var members: [Member]
    var channels: [Channel]
    var messages: [PostedMessage] = []
    var modals: [String: Modal] = [:]
    /// The App Homes, by person.
    var homes: [String: JSONValue] = [:]
    var userGroups: [UserGroup] = []
    /// Announced and not shown yet, by id.
    var files: [String: UploadedFile] = [:]
    var triggers: [String: Trigger] = [:]
    var responseURLs: [String: ResponseURL] = [:]
    var connections = Connections()
    var deliveries = Deliveries()
    var faults = Faults()
    var limits = CallLimits()
    /// Where Web API and Socket Mode are served; set once it listens.
    var base = ""
    /// The largest page a listing gives, whatever `limit` says.
    var pageLimit = 1000
    private var lastMicrosecond = 0
    private var lastNumber = 0

    public init(
        identity: Identity, members: [Member], channels: [Channel], timings: WorkspaceTimings = WorkspaceTimings(),
        pageLimit: Int = 1000, time: SandboxTime = SandboxTime(),
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        self.identity = identity
        journal = Journal(now: now)
        self.members = members + [identity.bot, Identity.slackbot]
        self.channels = channels
        self.timings = timings
        self.pageLimit = pageLimit
        self.now = now
        self.time = time
    }

    /// A new message id, later than every other.
    func mintTimestamp() -> String {
        lastMicrosecond = max(lastMicrosecond + 1, Int(time.now() * 1_000_000))
        let fraction = String(lastMicrosecond % 1_000_000)
        return "\(lastMicrosecond / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
    }

    /// A number nothing else in the workspace has, as part of an id.
    func mintNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// A member by id.
    public func member(_ id: String) -> Member? {
        members.first { $0.id == id }
    }

    /// A member by handle.
    public func member(named name: String) -> Member? {
        members.first { $0.name.lowercased() == name.lowercased() }
    }

    /// A channel by id.
    public func channel(_ id: String) -> Channel? {
        channels.first { $0.id == id }
    }

    /// A channel by its name without `#`.
    public func channel(named name: String) -> Channel? {
        channels.first { $0.name == name && $0.person == nil }
    }

    /// The direct messages of the bot and a person; made when there are none yet.
    @discardableResult public func directChannel(with person: String) -> Channel {
        if let known = channels.first(where: { $0.person == person }) { return known }
        let channel = Channel(
            id: "D0" + person.dropFirst(2), name: "", kind: .direct(with: person), members: [person, identity.bot.id])
        channels.append(channel)
        return channel
    }

    public func message(_ ts: String, in channel: String) -> PostedMessage? {
        messages.first { $0.ts == ts && $0.channel == channel }
    }

    /// How people read a channel: `#security`, or the other person's handle.
    public func place(_ id: String) -> String {
        guard let channel = channel(id) else { return id }
        if let person = channel.person { return "DM \(member(person)?.name ?? person)" }
        return "#\(channel.name)"
    }
}

/// A `trigger_id`: opens one modal, soon after the act it came from.
struct Trigger: Sendable {
    var person: String
    var issued: Double
    var isUsed = false
}

/// A `response_url`: five answers in half an hour.
struct ResponseURL: Sendable {
    var person: String
    var channel: String
    /// The message whose button was pressed.
    var source: String?
    var issued: Double
    var uses = 0
}
