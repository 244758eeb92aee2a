/// The numbers that one field of a crontab expression allows.
struct CrontabField: Hashable, Sendable {
    enum Kind: String {
        case minute
        case hour
        case dayOfMonth = "day of the month"
        case month
        case dayOfWeek = "day of the week"
        /// AWS counts from 1, Sunday.
        case awsDayOfWeek = "day of the week "
        case year
    }

    static let years = 1970...2199

    /// In order.
    let values: [Int]
    /// Written with a star: no restriction, or every so many.
    let isEvery: Bool

    func contains(_ value: Int) -> Bool {
        guard let first = values.first, let last = values.last, value >= first, value <= last else { return false }
        return values.count == last - first + 1 || values.contains(value)
    }

    static func every(_ kind: Kind) -> CrontabField { CrontabField(values: Array(kind.range), isEvery: true) }

    private init(values: [Int], isEvery: Bool) {
        self.values = values
        self.isEvery = isEvery
    }

    /// A list of numbers, names, ranges and steps: `*`, `*/15`, `1-5`, `mon,wed`, `10-40/10`.
    init(_ text: String, _ kind: Kind) throws(ScheduleMistake) {
        var found: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            found.formUnion(try Self.values(of: String(part), kind))
        }
        // Sunday is 0 and 7.
        if kind == .dayOfWeek, found.remove(7) != nil { found.insert(0) }
        values = found.sorted()
        isEvery = text.hasPrefix("*")
    }

    private static func values(of part: String, _ kind: Kind) throws(ScheduleMistake) -> Set<Int> {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard halves.count <= 2, let base = halves.first else { throw mistake(part, kind) }
        var step = 1
        if halves.count == 2 {
            guard let number = Int(halves[1]), (1...kind.range.upperBound).contains(number) else {
                throw mistake(part, kind)
            }
            step = number
        }
        let range = try range(of: base, hasStep: halves.count == 2, part, kind)
        return Set(stride(from: range.lowerBound, through: range.upperBound, by: step))
    }

    private static func range(
        of text: String, hasStep: Bool, _ part: String, _ kind: Kind
    ) throws(ScheduleMistake) -> ClosedRange<Int> {
        if text == "*" { return kind.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { kind.number(String($0)) }
        guard let lower = ends.first ?? nil, ends.count <= 2 else { throw mistake(part, kind) }
        guard ends.count == 2 else { return hasStep ? lower...kind.range.upperBound : lower...lower }
        // `fri-sun`: the Sunday at the week's end.
        guard var upper = ends[1] else { throw mistake(part, kind) }
        if kind == .dayOfWeek, upper == 0, lower > 0 { upper = 7 }
        guard lower <= upper else { throw mistake(part, kind) }
        return lower...upper
    }

    private static func mistake(_ part: String, _ kind: Kind) -> ScheduleMistake {
        let range = "\(kind.range.lowerBound) to \(kind.range.upperBound)"
        return ScheduleMistake("`\(part.prefix(20))` is no \(kind.name) (\(range))")
    }
}

extension CrontabField.Kind {
    var name: String { self == .awsDayOfWeek ? Self.dayOfWeek.rawValue : rawValue }

    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        case .awsDayOfWeek: 1...7
        case .year: CrontabField.years
        }
    }

    /// A number in the range, or the three letters of its name.
    func number(_ text: String) -> Int? {
        if text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text) {
            return range.contains(number) ? number : nil
        }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        let word = text.lowercased()
        switch self {
        case .month: return months.firstIndex(of: word).map { $0 + 1 }
        case .dayOfWeek: return days.firstIndex(of: word)
        case .awsDayOfWeek: return days.firstIndex(of: word).map { $0 + 1 }
        case .minute, .hour, .dayOfMonth, .year: return nil
        }
    }
}
