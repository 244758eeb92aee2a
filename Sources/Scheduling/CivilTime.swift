/// A day of the Gregorian calendar, counted from 1970-01-01.
public struct CivilDay: Hashable, Sendable, Comparable {
    public var number: Int

    public init(number: Int) {
        self.number = number
    }

    /// Proleptic, for any month and day that exist. http://howardhinnant.github.io/date_algorithms.html#days_from_civil
    public init(year: Int, month: Int, day: Int) {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// http://howardhinnant.github.io/date_algorithms.html#civil_from_days
    public var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 0 is Sunday.
    public var weekday: Int { ((number + 4) % 7 + 7) % 7 }

    /// 28 to 31.
    public var lengthOfMonth: Int {
        let (year, month, _) = date
        let next =
            month == 12 ? CivilDay(year: year + 1, month: 1, day: 1) : CivilDay(year: year, month: month + 1, day: 1)
        return next.number - CivilDay(year: year, month: month, day: 1).number
    }

    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
    public static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }
}

/// A time of day as a clock on the wall shows it, at some day: in no zone until one is named.
public struct CivilTime: Hashable, Sendable {
    public var day: CivilDay
    /// Seconds since the day's midnight, 0 to 86399.
    public var secondOfDay: Int

    public init(day: CivilDay, secondOfDay: Int) {
        self.day = day
        self.secondOfDay = secondOfDay
    }

    public init(day: CivilDay, hour: Int, minute: Int) {
        self.init(day: day, secondOfDay: hour * 3600 + minute * 60)
    }

    /// The wall's time where it is `offset` seconds later than in UTC.
    init(seconds: Int, offset: Int) {
        let local = seconds + offset
        let number = (local >= 0 ? local : local - 86_399) / 86_400
        self.init(day: CivilDay(number: number), secondOfDay: local - number * 86_400)
    }

    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }

    /// Seconds since 1970 if this were UTC.
    var inUTC: Int { day.number * 86_400 + secondOfDay }
}
