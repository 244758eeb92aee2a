import FoundationEssentials
import Scheduling

/// A moment in the two spellings that signatures use.
struct SigningTime: Sendable, Equatable {
    /// `20150830`
    let day: String
    /// `20150830T123600Z`
    let stamp: String

    init(_ date: Date) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let (days, rest) = seconds.quotientAndRemainder(flooringBy: 86_400)
        let civil = CivilDay(number: days).date
        day = Self.padded(civil.year, 4) + Self.padded(civil.month, 2) + Self.padded(civil.day, 2)
        stamp =
            day + "T" + Self.padded(rest / 3600, 2) + Self.padded(rest / 60 % 60, 2) + Self.padded(rest % 60, 2) + "Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
