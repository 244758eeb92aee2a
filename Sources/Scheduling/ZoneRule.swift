/// A zone's rule for all years to come, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
/// https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03
struct ZoneRule: Hashable, Sendable {
    /// A day of each year, and a time on it in seconds from its midnight, which may be negative or more than a day.
    fileprivate struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// The week counts from 1, and 5 means the last; the weekday from 0, Sunday.
            case weekday(Int, week: Int, month: Int)
            /// 1 to 365; the 29th of February is not counted.
            case julian(Int)
            /// 0 to 365.
            case ordinal(Int)
        }

        var day: Day
        var time: Int
    }

    private let standard: Int
    private let summer: Int?
    private let start: Change
    private let end: Change

    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.name(), let west = reader.time() else { return nil }
        standard = -west
        guard !reader.isAtEnd else {
            summer = nil
            start = Change(day: .ordinal(0), time: 0)
            end = start
            return
        }
        guard reader.name() else { return nil }
        summer = reader.peek == "," ? standard + 3600 : reader.time().map { -$0 }
        guard summer != nil, let start = Self.change(&reader), let end = Self.change(&reader), reader.isAtEnd else {
            return nil
        }
        (self.start, self.end) = (start, end)
    }

    /// Seconds east of UTC.
    func offset(at seconds: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilTime(seconds: seconds, offset: standard).day.date.year
        let from = start.moment(in: year) - standard
        let to = end.moment(in: year) - summer
        // In the south, the summer begins in one year and ends in the next.
        let isSummer = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to
        return isSummer ? summer : standard
    }

    private static func change(_ reader: inout RuleReader) -> Change? {
        guard reader.skip(","), let day = day(&reader) else { return nil }
        guard reader.skip("/") else { return Change(day: day, time: 7200) }
        return reader.time().map { Change(day: day, time: $0) }
    }

    private static func day(_ reader: inout RuleReader) -> Change.Day? {
        if reader.skip("M") {
            guard let month = reader.number(1...12), reader.skip("."), let week = reader.number(1...5),
                reader.skip("."),
                let weekday = reader.number(0...6)
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        }
        if reader.skip("J") { return reader.number(1...365).map(Change.Day.julian) }
        return reader.number(0...365).map(Change.Day.ordinal)
    }
}

extension ZoneRule.Change {
    /// Seconds since 1970, as the wall's clock shows them before the change.
    fileprivate func moment(in year: Int) -> Int { date(in: year).number * 86_400 + time }

    private func date(in year: Int) -> CivilDay {
        switch day {
        case .weekday(let weekday, let week, let month):
            let first = CivilDay(year: year, month: month, day: 1)
            let offset = (weekday - first.weekday + 7) % 7 + (week - 1) * 7
            return first + (offset < first.lengthOfMonth ? offset : offset - 7)
        case .julian(let day):
            let isLeap = CivilDay(year: year, month: 2, day: 1).lengthOfMonth == 29
            return CivilDay(year: year, month: 1, day: 1) + (day - 1 + (isLeap && day >= 60 ? 1 : 0))
        case .ordinal(let day): return CivilDay(year: year, month: 1, day: 1) + day
        }
    }
}

private struct RuleReader {
    private var rest: Substring

    init(_ text: String) {
        rest = Substring(text)
    }

    var isAtEnd: Bool { rest.isEmpty }
    var peek: Character? { rest.first }

    mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// `CET`, or `<+0330>`.
    mutating func name() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        return Int(digits).flatMap { range.contains($0) ? $0 : nil }
    }

    /// `[+-]h[:m[:s]]` in seconds; a week at most, which the database uses to say "the Saturday before".
    mutating func time() -> Int? {
        let sign = skip("-") ? -1 : 1
        if sign == 1 { _ = skip("+") }
        guard let hours = number(0...167) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where skip(":") {
            guard let number = number(0...59) else { return nil }
            seconds += number * unit
        }
        return sign * seconds
    }
}
