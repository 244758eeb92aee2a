import CloudTrailCore
import FoundationEssentials

/// What the bot remembers of a recipient from one message to the next, so that a restart forgets none of it: what it got of late,
/// what was too much for messages of its own, and whether it can be told anything.
public struct Mailbox: Hashable, Sendable, Codable {
    /// An alert that got a message of its own.
    public struct Post: Hashable, Sendable, Codable {
        public var at: Date
        public var severity: Severity

        public init(at: Date, severity: Severity) {
            self.at = at
            self.severity = severity
        }
    }

    /// An alert that was let through, and is not known to be posted: its room is kept, however often that is tried.
    public struct Begun: Hashable, Sendable, Codable {
        public var subject: AlertSubject
        public var post: Post
        /// By what it is marked, and since when; nil where an older program began it.
        public var first: First?

        /// The notice with which it was first tried.
        public struct First: Hashable, Sendable, Codable {
            public var notice: Notice.ID
            public var at: Date

            public init(notice: Notice.ID, at: Date) {
                self.notice = notice
                self.at = at
            }
        }

        public init(subject: AlertSubject, post: Post, first: First? = nil) {
            self.subject = subject
            self.post = post
            self.first = first
        }
    }

    /// Why it cannot be told anything, since when, and whether the operators know.
    public struct Trouble: Hashable, Sendable, Codable {
        public var reason: String
        public var since: Date
        public var isTold: Bool

        public init(reason: String, since: Date, isTold: Bool = false) {
            self.reason = reason
            self.since = since
            self.isTold = isTold
        }
    }

    /// As ticket_owners.json names it.
    public let recipient: String
    public var posts: [Post] = []
    public var begun: [Begun] = []
    /// The oldest first.
    public var crowds: [Crowd] = []
    public var trouble: Trouble?

    public init(_ recipient: String) {
        self.recipient = recipient
    }
}

/// How much of its own a recipient gets: what is more is told as one.
extension Mailbox {
    /// The posts of this time are counted, and for this time what is too much joins one crowd.
    static let window: TimeInterval = 3600

    /// Whether there is room for another message of its own. What is less grave leaves what is graver its room.
    func admits(_ subject: AlertSubject, _ severity: Severity, limit: Int, at now: Date) -> Bool {
        if begun.contains(where: { $0.subject == subject }) { return true }
        return (posts + begun.map(\.post)).count {
            now.timeIntervalSince($0.at) < Self.window && $0.severity >= severity
        } < limit
    }

    mutating func begin(_ subject: AlertSubject, _ severity: Severity, with notices: [Notice], at now: Date) {
        let first = begun.first { $0.subject == subject }?.first ?? notices.oldest.map { .init(notice: $0.id, at: now) }
        end(subject)
        begun.append(Begun(subject: subject, post: Post(at: now, severity: severity), first: first))
    }

    /// The next attempt at a post that may stand already: other news may come to it than what it was begun with.
    func attempt(at subject: AlertSubject, _ notices: [Notice]) -> Attempt {
        guard let first = begun.first(where: { $0.subject == subject })?.first, first.notice != notices.oldest?.id
        else { return Attempt(at: notices) }
        return Attempt(at: first.notice, firstAt: first.at, isRepeated: true)
    }

    mutating func count(_ subject: AlertSubject, _ severity: Severity, at now: Date) {
        end(subject)
        posts.append(Post(at: now, severity: severity))
    }

    mutating func end(_ subject: AlertSubject) { begun.removeAll { $0.subject == subject } }

    /// Forgets what does not matter any more.
    mutating func tidy(at now: Date) {
        posts.removeAll { now.timeIntervalSince($0.at) >= Self.window }
        begun.removeAll { now.timeIntervalSince($0.post.at) >= Self.window }
        crowds.removeAll { crowd in
            crowd.shown?.endedAt.map { now.timeIntervalSince($0) > AlertPlan.reopenWindow } ?? crowd.subjects.isEmpty
        }
    }

    /// The crowd in which a subject is told.
    func crowd(of subject: AlertSubject) -> Crowd? { crowds.last { $0.subjects.contains(subject) } }

    /// The crowd that is to tell a subject: the one that does already, else the one that grows, else a new one.
    mutating func join(_ subject: AlertSubject, at now: Date) -> Crowd.ID {
        if let known = crowd(of: subject) { return known.id }
        if let index = crowds.lastIndex(where: { $0.isGrowing(at: now) }) {
            crowds[index].subjects.insert(subject)
            return crowds[index].id
        }
        let crowd = Crowd(of: recipient, subjects: [subject], at: now)
        crowds.append(crowd)
        return crowd.id
    }

    subscript(id: Crowd.ID) -> Crowd? {
        get { crowds.first { $0.id == id } }
        set {
            guard let index = crowds.firstIndex(where: { $0.id == id }), let newValue else { return }
            crowds[index] = newValue
        }
    }
}

/// What was too much for messages of its own, told as one message. It is stored before that is posted, so that it is found again
/// by its id, whatever becomes of the bot in between.
public struct Crowd: Hashable, Sendable, Codable, Identifiable {
    /// The message, and the thread under it.
    public struct Shown: KeptMessage, Hashable, Codable {
        public var conversation: Conversation
        public var message: MessageReference
        public var openedAt: Date
        public var repliedAt: Date?
        public var nudgedAt: Date?
        public var endedAt: Date?
        /// The gravest of what was told aloud.
        public var loudest: Severity?
        public var rerouted: String?

        public init(conversation: Conversation, message: MessageReference, openedAt: Date, rerouted: String? = nil) {
            self.conversation = conversation
            self.message = message
            self.openedAt = openedAt
            self.rerouted = rerouted
        }
    }

    public let id: String
    public let beganAt: Date
    public var subjects: Set<AlertSubject>
    /// nil until it is posted.
    public var shown: Shown?
    /// For how many regions a file was made last, and whether one stands in the thread.
    public var listed: Int?
    public var hasFile = false

    public init(of recipient: String, subjects: Set<AlertSubject>, at now: Date) {
        id = "crowd \(recipient) \(now.timeIntervalSince1970)"
        beganAt = now
        self.subjects = subjects
    }

    func isGrowing(at now: Date) -> Bool {
        now.timeIntervalSince(beganAt) < Mailbox.window && shown?.endedAt == nil
    }
}
