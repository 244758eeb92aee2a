import CloudTrailCore
import FoundationEssentials
import Scheduling

/// When deliveries wait, though looking does not: `quiet_hours` of config.json.
public struct Quiet: Hashable, Sendable {
    public var hours: QuietHours
    /// What is at least so severe is told at once; nil: nothing is.
    public var loudFrom: Severity?

    public init(_ hours: QuietHours, loudFrom: Severity? = nil) {
        self.hours = hours
        self.loudFrom = loudFrom
    }

    /// Until when something of this severity waits; nil when it does not.
    func end(for severity: Severity, at now: Date) -> Date? {
        if let loudFrom, severity >= loudFrom { return nil }
        return hours.end(at: now)
    }
}

extension Notice {
    /// What people did is shown at once, and whom they meant hears of it; what only happened can wait.
    var canWait: Bool { event.isNews && event != .assigned }
}
