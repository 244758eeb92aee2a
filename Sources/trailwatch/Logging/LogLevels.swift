import Logging

/// From which level on each part of the program logs.
struct LogLevels: Sendable, Hashable {
    private(set) var general: Logger.Level
    /// By part, such as `slack` or `slack.web`.
    private(set) var parts: [String: Logger.Level] = [:]

    init(_ general: Logger.Level) {
        self.general = general
    }

    /// Takes `debug`, for all parts, or `slack.web=debug`; false when it is neither.
    mutating func set(_ rule: String) -> Bool {
        let sides = rule.split(separator: "=", omittingEmptySubsequences: false)
        guard let level = Logger.Level(rawValue: sides.last.map(String.init) ?? "") else { return false }
        switch sides.count {
        case 1: general = level
        case 2 where !sides[0].isEmpty: parts[String(sides[0])] = level
        default: return false
        }
        return true
    }

    /// The most particular rule wins.
    func level(of label: String) -> Logger.Level {
        var part = Substring(label).trimmingProgram
        while !part.isEmpty {
            if let level = parts[String(part)] { return level }
            part = part.lastIndex(of: ".").map { part[..<$0] } ?? ""
        }
        return general
    }
}

extension Substring {
    /// Labels begin with the program's name, which rules leave out.
    var trimmingProgram: Substring { hasPrefix("trailwatch.") ? dropFirst("trailwatch.".count) : self }
}
