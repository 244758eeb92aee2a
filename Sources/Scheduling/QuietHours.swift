import struct FoundationEssentials.Date

/// Hours of the day, and perhaps whole weekends, in which nobody is to be disturbed.
public struct QuietHours: Hashable, Sendable {
    /// Seconds since midnight on the wall's clock; where the end is not later than the beginning, it is the next day's.
    public var from: Int
    public var until: Int
    /// Whether Saturdays and Sundays are quiet all day.
    public var includesWeekends: Bool
    public var zone: Zone

    public init(from: Int, until: Int, includesWeekends: Bool = false, zone: Zone) {
        self.from = from
        self.until = until
        self.includesWeekends = includesWeekends
        self.zone = zone
    }

    /// When the quiet that reigns at `date` ends; nil when none does.
    public func end(at date: Date) -> Date? {
        guard isQuiet(at: date) else { return nil }
        let day = zone.civilTime(at: date).day
        for number in 0...7 {
            for second in [0, until].sorted() {
                for moment in zone.moments(of: CivilTime(day: day + number, secondOfDay: second)).all
                where moment > date && !isQuiet(at: moment) { return moment }
            }
        }
        return nil
    }

    private func isQuiet(at date: Date) -> Bool {
        let time = zone.civilTime(at: date)
        if includesWeekends, time.day.weekday == 0 || time.day.weekday == 6 { return true }
        return from < until
            ? (from..<until).contains(time.secondOfDay) : time.secondOfDay >= from || time.secondOfDay < until
    }
}
