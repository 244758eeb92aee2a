import FoundationEssentials
import Networking
import Scheduling

extension HTTPResponse {
    /// `Date` in the form that servers send: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
    var date: Date? {
        guard let words = headers["Date"]?.split(separator: " "), words.count == 6, words[5] == "GMT",
            let day = Int(words[1]), (1...31).contains(day), let year = Int(words[3]), (1970...9999).contains(year),
            let month = Self.months.firstIndex(of: words[2])
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        let days = CivilDay(year: year, month: month + 1, day: day).number
        return Date(timeIntervalSince1970: Double(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]))
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
