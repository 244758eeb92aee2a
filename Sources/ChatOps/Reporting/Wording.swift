import CloudTrailCore
import FoundationEssentials

/// How times read in messages: `2026-11-23 21:05 UTC`.
enum Moment {
    static func text(_ date: Date) -> String {
        let iso = date.formatted(.iso8601)
        return iso.replacing("T", with: " ").prefix(16) + " UTC"
    }

    /// An end, so that a day that was named reads as people mean it: `2026-12-31 24:00 UTC`.
    static func end(_ date: Date) -> String {
        guard date.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) == 0 else { return text(date) }
        return text(date.addingTimeInterval(-60)).prefix(10) + " 24:00 UTC"
    }
}

/// Counts as people say them: `1 region`, `3 regions`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Names as people list them: the first few, and how many more.
func listed(_ names: [String], atMost limit: Int = 5, by separator: String = ", ") -> String {
    let shown = names.prefix(limit).joined(separator: separator)
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}

extension [Finding] {
    /// The kinds in Hammer's words: `disabled`, `delivery errors`.
    var kinds: String { map(\.kind.words).joined(separator: ", ") }
    /// What is wrong, in one line.
    public var sentence: String { map(\.sentence).joined(separator: "; ") }
}

extension UnknownReason {
    /// Which call was not answered, and why, as far as AWS says and its code means.
    public var sentence: String {
        let asked = role.flatMap { isNamed($0) ? nil : " (asked as \($0))" } ?? ""
        return "\(call): \(detail.shortened(to: 300))\(explanation)\(asked)"
    }

    /// Whether AWS's own words name the role already: itself, or the session under it.
    private func isNamed(_ role: String) -> Bool {
        detail.contains(role) || detail.contains("assumed-role/\(role.split(separator: "/").last ?? "")/")
    }

    /// What the code says beyond AWS's own words.
    private var explanation: String {
        switch code {
        case .deniedByPolicy:
            " – an organization's service control policy denies it, which no role in the account can mend"
        case .regionDisabled: " – the region is not enabled in the account"
        case .regionBeingEnabled: " – the region is enabled, but does not know the account yet; that may take hours"
        case .throttled: " – AWS throttled us until we gave up"
        default: ""
        }
    }
}

extension TrailSnapshot {
    /// What the trail does, as far as it is known.
    var stateWords: String {
        switch status {
        case .unknown(let reason): "status unknown (\(reason.sentence))"
        case .known(let status) where status.isLogging: "logging"
        case .known(let status): "stopped\(status.stoppedLogging.map { " since \(Moment.text($0))" } ?? "")"
        }
    }

    var words: String { "\(trail.name) \(stateWords)" }
}

extension Issue.State {
    /// Where an issue stands, and by whose doing.
    public var words: String {
        switch self {
        case .acknowledged(let person): "acknowledged by \(person)"
        case .snoozed(let until, let person, _): "snoozed until \(Moment.end(until)) by \(person)"
        case .open, .whitelisted, .resolved, .closed: status.rawValue
        }
    }
}
