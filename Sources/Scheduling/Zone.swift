import struct FoundationEssentials.Date

/// A time zone: when its clocks showed, and will show, what. Made from a file of the zone database, for FoundationEssentials
/// knows only UTC and all of Foundation costs megabytes.
public struct Zone: Hashable, Sendable {
    struct Transition: Hashable, Sendable {
        /// Seconds since 1970.
        var at: Int
        /// Seconds east of UTC from then on.
        var offset: Int
    }

    /// Such as `Europe/Berlin`.
    public let name: String
    private let first: Int
    private let transitions: [Transition]
    /// What goes for after the last transition.
    private let rule: ZoneRule?

    public static let utc = Zone(name: "UTC", first: 0, transitions: [], rule: nil)

    init(name: String, first: Int, transitions: [Transition], rule: ZoneRule?) {
        self.name = name
        self.first = first
        self.transitions = transitions
        self.rule = rule
    }

    /// What a clock on the wall shows.
    public func civilTime(at date: Date) -> CivilTime {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        return CivilTime(seconds: seconds, offset: offset(at: seconds))
    }

    /// Seconds east of UTC.
    func offset(at seconds: Int) -> Int {
        guard let last = transitions.last, seconds < last.at else {
            return rule?.offset(at: seconds) ?? transitions.last?.offset ?? first
        }
        // The first transition that is later.
        var (low, high) = (0, transitions.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at > seconds { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// When clocks show a time: once as a rule, twice where they are set back, never where they are set forward over it.
    public enum Moments: Hashable, Sendable {
        case once(Date)
        case twice(Date, Date)
        /// With the moment at which the clocks were set forward.
        case skipped(Date)

        /// In order.
        var all: [Date] {
            if case .twice(let first, let second) = self { [first, second] } else { [first] }
        }

        /// The one moment that stands for the time.
        public var first: Date {
            switch self {
            case .once(let date), .twice(let date, _), .skipped(let date): date
            }
        }
    }

    public func moments(of time: CivilTime) -> Moments {
        let local = time.inUTC
        let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
        let found = Set([before, after]).map { local - $0 }.filter { offset(at: $0) == local - $0 }.sorted()
        switch found.count {
        case 1: return .once(Self.date(found[0]))
        case 2...: return .twice(Self.date(found[0]), Self.date(found[1]))
        default:
            return .skipped(Self.date(change(after: local - max(before, after), before: local - min(before, after))))
        }
    }

    /// When the offset changes between two times, each with its own.
    private func change(after start: Int, before end: Int) -> Int {
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == offset(at: start) { low = middle } else { high = middle }
        }
        return high
    }

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}
