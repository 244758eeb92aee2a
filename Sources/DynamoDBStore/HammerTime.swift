import FoundationEssentials

/// Times as Python's `datetime.isoformat()` writes them, which is how Hammer stores them.
/// https://docs.python.org/3/library/datetime.html#datetime.datetime.isoformat
enum HammerTime {
    /// In UTC, to the microsecond.
    static func text(of date: Date) -> String {
        let micros = Int64((date.timeIntervalSince1970 * 1e6).rounded())
        let (seconds, fraction) = micros.quotientAndRemainder(dividingBy: 1_000_000)
        let whole = Date(timeIntervalSince1970: Double(fraction < 0 ? seconds - 1 : seconds))
        let rest = fraction < 0 ? fraction + 1_000_000 : fraction
        let digits = String(rest)
        let decimals = rest == 0 ? "" : "." + String(repeating: "0", count: 6 - digits.count) + digits
        return String(whole.formatted(.iso8601).dropLast()) + decimals + "+00:00"
    }

    /// nil when the text is no time. One without an offset is in UTC, as Hammer's are.
    static func date(_ text: String) -> Date? {
        guard text.utf8.count >= 19 else { return nil }
        guard let whole = try? Date(text.prefix(19) + "Z", strategy: .iso8601) else { return nil }
        var rest = text.dropFirst(19)
        var fraction = 0.0
        if rest.first == "." {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard let value = Double("0." + digits) else { return nil }
            fraction = value
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(rest) else { return nil }
        return whole.addingTimeInterval(fraction - offset)
    }

    /// Seconds east of Greenwich: `+00:00`, `-05:30`, `Z` or nothing.
    private static func offset(_ text: Substring) -> Double? {
        if text.isEmpty || text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":").map { Int($0) }
        guard let sign = ["+": 1, "-": -1][text.first ?? " "], parts.count == 2, let hours = parts[0],
            let minutes = parts[1]
        else { return nil }
        return Double(sign * (hours * 60 + minutes) * 60)
    }
}
