/// Which days a crontab expression means: by their number in the month, their weekday, or both.
struct CrontabDays: Hashable, Sendable {
    fileprivate enum Rule: Hashable, Sendable {
        case ofMonth(CrontabField)
        /// 0 is Sunday.
        case ofWeek(Set<Int>)
        case lastOfMonth
        /// The Monday to Friday nearest to a day, in the same month.
        case nearestWorkday(to: Int)
        case lastWorkday
        /// 1 to 5.
        case nth(Int, weekday: Int)
        case last(weekday: Int)
    }

    private enum Combination: Hashable, Sendable {
        case all
        case any
    }

    private let rules: [Rule]
    private let combination: Combination

    func contain(_ day: CivilDay) -> Bool {
        switch combination {
        case .all: rules.allSatisfy { $0.matches(day) }
        case .any: rules.contains { $0.matches(day) }
        }
    }

    /// As crontab(5) has it: where both fields restrict, either will do.
    init(ofMonth: String, ofWeek: String) throws(ScheduleMistake) {
        let (monthField, weekField) = (
            try CrontabField(ofMonth, .dayOfMonth), try CrontabField(ofWeek, .dayOfWeek)
        )
        rules = [.ofMonth(monthField), .ofWeek(Set(weekField.values))]
        combination = monthField.isEvery || weekField.isEvery ? .all : .any
    }

    /// As AWS has it: one of the fields is `?`, and the other may say more, such as `L`, `15W`, `MON#1`, `6L`.
    init(awsOfMonth ofMonth: String, ofWeek: String) throws(ScheduleMistake) {
        switch (ofMonth, ofWeek) {
        case ("?", "?"): throw ScheduleMistake("only one of the two days may be `?`")
        case ("?", _): rules = try Self.rules(awsOfWeek: ofWeek)
        case (_, "?"): rules = try Self.rules(awsOfMonth: ofMonth)
        default: throw ScheduleMistake("one of the two days has to be `?`")
        }
        combination = .any
    }

    private static func rules(awsOfMonth text: String) throws(ScheduleMistake) -> [Rule] {
        switch text.uppercased() {
        case "L": return [.lastOfMonth]
        case "LW": return [.lastWorkday]
        case let upper where upper.hasSuffix("W"):
            let field = try CrontabField(String(upper.dropLast()), .dayOfMonth)
            guard field.values.count == 1 else { throw ScheduleMistake("`\(text.prefix(20))` names more than one day") }
            return [.nearestWorkday(to: field.values[0])]
        default: return [.ofMonth(try CrontabField(text, .dayOfMonth))]
        }
    }

    private static func rules(awsOfWeek text: String) throws(ScheduleMistake) -> [Rule] {
        if text.uppercased() == "L" { return [.ofWeek([6])] }
        if let mark = text.firstIndex(of: "#") {
            let day = try weekday(String(text[..<mark]))
            guard let number = Int(text[text.index(after: mark)...]), (1...5).contains(number) else {
                throw ScheduleMistake("`\(text.prefix(20))` is no such day: 1 to 5 may follow the #")
            }
            return [.nth(number, weekday: day)]
        }
        if text.uppercased().hasSuffix("L") { return [.last(weekday: try weekday(String(text.dropLast())))] }
        return [.ofWeek(Set(try CrontabField(text, .awsDayOfWeek).values.map { $0 - 1 }))]
    }

    private static func weekday(_ text: String) throws(ScheduleMistake) -> Int {
        let field = try CrontabField(text, .awsDayOfWeek)
        guard field.values.count == 1 else { throw ScheduleMistake("`\(text.prefix(20))` names more than one day") }
        return field.values[0] - 1
    }
}

extension CrontabDays.Rule {
    fileprivate func matches(_ day: CivilDay) -> Bool {
        let number = day.date.day
        let length = day.lengthOfMonth
        switch self {
        case .ofMonth(let field): return field.contains(number)
        case .ofWeek(let days): return days.contains(day.weekday)
        case .lastOfMonth: return number == length
        case .nearestWorkday(let wanted): return wanted <= length && number == Self.workday(near: wanted, of: day)
        case .lastWorkday: return number == Self.workday(near: length, of: day)
        case .nth(let count, let weekday): return day.weekday == weekday && (number - 1) / 7 + 1 == count
        case .last(let weekday): return day.weekday == weekday && number + 7 > length
        }
    }

    private static func workday(near wanted: Int, of day: CivilDay) -> Int {
        let target = day + (wanted - day.date.day)
        switch target.weekday {
        case 6: return wanted > 1 ? wanted - 1 : wanted + 2
        case 0: return wanted < day.lengthOfMonth ? wanted + 1 : wanted - 2
        default: return wanted
        }
    }
}
