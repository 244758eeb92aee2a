import struct FoundationEssentials.Date

/// When something recurs.
public enum Schedule: Hashable, Sendable {
    /// So long after it last began.
    case every(Duration)
    /// At times on a clock on the wall.
    case crontab(Crontab, Zone, text: String)

    /// `30m`, `1h`, `1d`; a crontab expression; AWS's `rate(1 hour)` and `cron(0 8 ? * MON-FRI *)`.
    public init(_ text: String, in zone: Zone) throws(ScheduleMistake) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let inside = trimmed.argument(of: "rate") {
            self = .every(try Self.rate(inside))
        } else if let inside = trimmed.argument(of: "cron") {
            self = .crontab(try Crontab(aws: inside), zone, text: trimmed)
        } else if let interval = Self.interval(trimmed) {
            self = .every(interval)
        } else {
            self = .crontab(try Crontab(trimmed), zone, text: trimmed)
        }
    }

    /// When it runs next, if it last began at `last`.
    public func next(after last: Date) -> Date? {
        switch self {
        case .every(let interval): last.addingTimeInterval(Double(interval.components.seconds))
        case .crontab(let crontab, let zone, _): crontab.next(after: last, in: zone)
        }
    }

    /// By how much a run may be late, so that what has the same schedule does not all begin at once.
    public var jitter: Duration {
        switch self {
        case .every(let interval): min(interval / 10, .seconds(60))
        case .crontab: .seconds(30)
        }
    }

    /// `30s`, `15m`, `1h`, `1d`.
    private static func interval(_ text: String) -> Duration? {
        let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ seconds[$0] }), (1...6).contains(digits.utf8.count),
            digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits), number > 0
        else { return nil }
        return .seconds(number * unit)
    }

    /// `1 hour`, `5 minutes`, `7 days`.
    private static func rate(_ text: String) throws(ScheduleMistake) -> Duration {
        let words = text.lowercased().split(separator: " ")
        let units = ["minute": 60, "hour": 3600, "day": 86_400]
        guard words.count == 2, let number = Int(words[0]), (1...100_000).contains(number),
            let unit = units[words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])]
        else {
            throw ScheduleMistake("rate(…) holds a number and minutes, hours or days, and not `\(text.prefix(40))`")
        }
        return .seconds(number * unit)
    }
}

extension Schedule: CustomStringConvertible {
    /// As people read it: `every 15 min`, `at 30 8 * * 1-5 (Europe/Berlin)`.
    public var description: String {
        switch self {
        case .every(let interval):
            switch interval.components.seconds {
            case let all where all % 86_400 == 0: "every \(all / 86_400) d"
            case let all where all % 3_600 == 0: "every \(all / 3_600) h"
            case let all where all % 60 == 0: "every \(all / 60) min"
            case let all: "every \(all) s"
            }
        case .crontab(_, let zone, let text): "at \(text) (\(zone.name))"
        }
    }
}

extension String {
    /// What stands in the brackets of `name(…)`.
    fileprivate func argument(of name: String) -> String? {
        guard lowercased().hasPrefix(name + "("), hasSuffix(")") else { return nil }
        return String(dropFirst(name.count + 1).dropLast())
    }
}
