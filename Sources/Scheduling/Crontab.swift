import struct FoundationEssentials.Date

/// When something recurs, as crontab(5) writes it, `30 8 * * mon-fri`; or as AWS's scheduler does, `cron(30 8 ? * MON-FRI *)`.
/// It names times on a clock on the wall, and so means moments only in a zone.
public struct Crontab: Hashable, Sendable {
    let minutes: CrontabField
    let hours: CrontabField
    let months: CrontabField
    let years: CrontabField
    let days: CrontabDays

    /// Where every hour is meant, a time that the clocks show twice is meant twice.
    private var isHourly: Bool { hours.isEvery }

    /// The first moment after `date`; nil where there is none before the year 2200.
    ///
    /// A time that the clocks skip is made up when they are set forward; one that they show twice counts the first time.
    public func next(after date: Date, in zone: Zone) -> Date? {
        var day = zone.civilTime(at: date).day
        while true {
            let (year, month, _) = day.date
            guard year <= CrontabField.years.upperBound else { return nil }
            if months.contains(month), years.contains(year), days.contain(day),
                let moment = moments(on: day, in: zone).first(where: { $0 > date })
            {
                return moment
            }
            day = day + 1
        }
    }

    private func moments(on day: CivilDay, in zone: Zone) -> [Date] {
        var found: [Date] = []
        for hour in hours.values {
            for minute in minutes.values {
                switch zone.moments(of: CivilTime(day: day, hour: hour, minute: minute)) {
                case .once(let moment): found.append(moment)
                case .twice(let first, let second): found += isHourly ? [first, second] : [first]
                case .skipped(let change): if !isHourly { found.append(change) }
                }
            }
        }
        return found.sorted()
    }
}

/// Why a text is no schedule, as one sentence without a full stop.
public struct ScheduleMistake: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Crontab {
    private static let nicknames = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    /// The five fields of crontab(5): minute, hour, day of the month, month, day of the week; or one of its nicknames.
    public init(_ text: String) throws(ScheduleMistake) {
        let fields = (Self.nicknames[text.lowercased()] ?? text).split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else {
            throw ScheduleMistake(
                "a crontab expression has five fields (minute, hour, day of the month, month, day of the week), and this has \(fields.count)"
            )
        }
        minutes = try CrontabField(fields[0], .minute)
        hours = try CrontabField(fields[1], .hour)
        months = try CrontabField(fields[3], .month)
        years = CrontabField.every(.year)
        days = try CrontabDays(ofMonth: fields[2], ofWeek: fields[4])
        try checkItHappens()
    }

    /// The six fields of AWS's cron(): minutes, hours, day of the month, month, day of the week, year.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
    public init(aws text: String) throws(ScheduleMistake) {
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 6 else {
            throw ScheduleMistake(
                "cron(…) has six fields (minutes, hours, day of the month, month, day of the week, year), and this has \(fields.count)"
            )
        }
        minutes = try CrontabField(fields[0], .minute)
        hours = try CrontabField(fields[1], .hour)
        months = try CrontabField(fields[3], .month)
        years = try CrontabField(fields[5], .year)
        days = try CrontabDays(awsOfMonth: fields[2], ofWeek: fields[4])
        try checkItHappens()
    }

    private func checkItHappens() throws(ScheduleMistake) {
        let start = Date(timeIntervalSince1970: Double(CivilDay(year: 2000, month: 1, day: 1).number) * 86_400 - 1)
        if next(after: start, in: .utc) == nil { throw ScheduleMistake("there is no such day") }
    }
}
