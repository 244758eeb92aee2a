import FoundationEssentials

/// Until when something is to last, as people write it.
public enum Deadline: Hashable, Sendable {
    case after(Duration)
    /// This moment; a day that was named counts to its end, in UTC.
    case at(Date)

    /// `4h`, `7d`, `2w`, `30m`; `2026-12-31`; `2026-12-31T18:00` (UTC). nil for anything else.
    public init?(_ text: String) {
        if let duration = Self.duration(text.lowercased()) {
            self = .after(duration)
        } else if let date = Self.date(text.uppercased()) {
            self = .at(date)
        } else {
            return nil
        }
    }

    public func date(from now: Date) -> Date {
        switch self {
        case .after(let duration): now.addingTimeInterval(TimeInterval(duration.components.seconds))
        case .at(let date): date
        }
    }

    /// The text that is read as this.
    var typed: String {
        switch self {
        case .after(let duration):
            let seconds = duration.components.seconds
            let unit = Self.units.sorted { $0.value > $1.value }.first { seconds % Int64($0.value) == 0 } ?? ("m", 60)
            return "\(seconds / Int64(unit.value))\(unit.key)"
        case .at(let date): return date.ISO8601Format()
        }
    }

    private static let units: [Character: Int] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]

    private static func duration(_ text: String) -> Duration? {
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (1...10_000).contains(count)
        else { return nil }
        return .seconds(count * unit)
    }

    private static func date(_ text: String) -> Date? {
        func parsed(_ text: String) -> Date? { try? Date(text, strategy: .iso8601) }
        switch text.utf8.count {
        case 10: return parsed(text + "T00:00:00Z").map { $0.addingTimeInterval(86_400) }
        case 16: return parsed(text + ":00Z")
        default: return parsed(text.hasSuffix("Z") && text.utf8.count == 17 ? text.dropLast() + ":00Z" : text)
        }
    }
}
