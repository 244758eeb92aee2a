import FoundationEssentials
import Scheduling

extension Date {
    /// RFC 3339, as STS and the metadata services write it: `2026-01-31T23:59:59Z`, also with a fraction or an offset.
    init?(awsTimestamp text: String) {
        var reader = TimestampReader(text: text.utf8[...])
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T"), let hour = reader.number(2), reader.skip(":"),
            let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd,
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = CivilDay(year: year, month: month, day: day).number
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(timeIntervalSince1970: Double(seconds) + fraction)
    }
}

private struct TimestampReader {
    var text: Substring.UTF8View

    var isAtEnd: Bool { text.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard text.first == UInt8(ascii: character) else { return false }
        text.removeFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func fraction() -> Double? {
        guard skip(".") else { return 0 }
        var value = 0.0
        var scale = 0.1
        while let digit = digit() {
            value += Double(digit) * scale
            scale /= 10
        }
        return scale < 0.1 ? value : nil
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
        if skip("Z") { return 0 }
        let sign = skip("-") ? -1 : 1
        guard sign < 0 || skip("+"), let hours = number(2), skip(":"), let minutes = number(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func digit() -> Int? {
        guard let byte = text.first, (0x30...0x39).contains(byte) else { return nil }
        text.removeFirst()
        return Int(byte - 0x30)
    }
}
