import struct FoundationEssentials.Date
import typealias FoundationEssentials.TimeInterval

/// Whose turn it is: what a schedule asks for at a time, given when its work last began.
///
/// However many runs were missed, they are made up by one. What never ran begins at once where it has an interval, and waits for
/// its time where it has one.
public enum Turn: Hashable, Sendable {
    case now
    case wait(until: Date)
    /// The schedule has no more runs.
    case never

    /// `last` is when the work last began, or when its schedule was first seen; nil at the first sight. `delay`, from 0 to 1, is the
    /// share of the schedule's jitter by which this run is late.
    public init(of schedule: Schedule, last: Date?, now: Date, delay: Double = 0) {
        if case .every = schedule, last == nil {
            self = .now
            return
        }
        // A clock that was set back must not stop the schedule.
        guard let next = schedule.next(after: min(last ?? now, now)) else {
            self = .never
            return
        }
        let due = next.addingTimeInterval(Double(schedule.jitter.components.seconds) * min(max(delay, 0), 1))
        self = due <= now ? .now : .wait(until: due)
    }
}

extension Turn {
    /// How long to wait for it; nil for ever.
    public func pause(from now: Date) -> Duration? {
        switch self {
        case .now: .zero
        case .wait(let moment): .seconds(max(0, moment.timeIntervalSince(now)))
        case .never: nil
        }
    }
}
