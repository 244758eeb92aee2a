import struct FoundationEssentials.Date

/// What happened to an issue, from its first sighting on: entries are only ever added at the end.
public struct IssueHistory: Hashable, Sendable {
    public struct Entry: Hashable, Sendable, Codable {
        public enum What: String, Hashable, Sendable, Codable {
            /// Begins an episode.
            case opened
            case changed
            case worsened
            /// The same episode goes on.
            case reopened
            case acknowledged
            case snoozed
            case snoozeEnded
            case released
            case whitelisted
            case whitelistExpired
            case whitelistRemoved
            case resolved
            case closed
            /// Somebody was told of it.
            case told
            /// Somebody is to see to it: the note names whom, as they are told.
            case assigned
            /// It was said again, for nobody was on it.
            case reminded
            /// Somebody else was told, for nobody was on it: the note names whom, as they are told.
            case escalated

            /// What the bot said, which changes nothing in the issue.
            var isTelling: Bool { self == .told || self == .reminded || self == .escalated }
        }

        public var at: Date
        public var what: What
        /// Who did it, as people know them; nil for what was merely seen.
        public var by: String?
        /// Such as the reason, or until when.
        public var note: String?

        public init(at: Date, what: What, by: String? = nil, note: String? = nil) {
            self.at = at
            self.what = what
            self.by = by
            self.note = note
        }
    }

    /// An issue that comes and goes for years must stay small enough to be stored; the oldest entries go first.
    public static let limit = 200

    public private(set) var entries: [Entry]

    public init(_ entries: [Entry] = []) {
        self.entries = entries.suffix(Self.limit)
    }

    public mutating func add(_ what: Entry.What, at now: Date, by person: String? = nil, note: String? = nil) {
        entries.append(Entry(at: now, what: what, by: person, note: note))
        if entries.count > Self.limit { dropOldest() }
    }

    /// The beginning of the present episode and its first telling stay: times are counted from them. So do those who are told.
    private mutating func dropOldest() {
        let told = episode.indices.filter { entries[$0].what == .escalated }.prefix(20)
        let once = [episode.firstIndex { $0.what == .told }, episode.lastIndex { $0.what == .assigned }]
        let kept = Set([episode.startIndex] + once.compactMap(\.self) + told)
        entries.remove(at: entries.indices.first { !kept.contains($0) } ?? 0)
    }

    /// The entries since the present episode began.
    public var episode: ArraySlice<Entry> { entries[(entries.lastIndex { $0.what == .opened } ?? 0)...] }

    /// When the last entry of one of these kinds was made in this episode.
    public func last(_ kinds: Entry.What...) -> Date? { episode.last { kinds.contains($0.what) }?.at }
}

extension IssueHistory: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Entry].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(entries)
    }
}

extension IssueHistory {
    /// Hammer's timestamps, of the present episode.
    public var timestamps: Issue.Timestamps {
        let identified = episode.first?.at ?? .distantPast
        // By their order, since clocks may disagree: an end before the last return is none.
        let present = episode[(episode.lastIndex { $0.what == .reopened } ?? episode.startIndex)...]
        return Issue.Timestamps(
            identified: identified, updated: episode.last { !$0.what.isTelling }?.at ?? identified,
            reported: episode.first { $0.what == .told }?.at,
            resolved: present.last { $0.what == .resolved }?.at, closed: present.last { $0.what == .closed }?.at)
    }

    /// When what is wrong last became what it is.
    public var findingsSince: Date {
        last(.opened, .changed, .worsened, .reopened) ?? timestamps.identified
    }

    /// How often it came back after `date`.
    func reopenings(after date: Date) -> Int { entries.count { $0.what == .reopened && $0.at > date } }
}
