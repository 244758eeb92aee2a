import Foundation
import Testing

@testable import Scheduling

@Suite("Time zones")
struct ZoneTests {
    /// As Python's zoneinfo answers; the last rows are beyond the files' transitions, where their rule for all years goes on.
    @Test(
        "An offset is what the zone's clocks showed",
        arguments: [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600), ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
            ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200), ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
            ("America/New_York", "2026-07-01T00:00:00Z", -14_400), ("Asia/Kathmandu", "2026-07-01T00:00:00Z", 20_700),
            ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39_600),
            ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37_800),
            ("Europe/Dublin", "2026-01-01T00:00:00Z", 0), ("Africa/Casablanca", "2027-02-20T00:00:00Z", 0),
            ("America/Nuuk", "2060-03-27T23:30:00Z", -7200), ("America/Nuuk", "2060-03-28T01:30:00Z", -3600),
            ("Asia/Tokyo", "1949-07-01T00:00:00Z", 36_000),
            ("Europe/Berlin", "2090-07-01T00:00:00Z", 7200), ("America/Sao_Paulo", "2090-01-01T00:00:00Z", -10_800),
        ])
    func offsets(name: String, moment: String, offset: Int) throws {
        #expect(try zone(name).offset(at: Int(utc(moment).timeIntervalSince1970)) == offset)
    }

    private func moments(_ name: String, _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) throws
        -> Zone.Moments
    {
        let day = CivilDay(year: year, month: month, day: day)
        return try zone(name).moments(of: CivilTime(day: day, hour: hour, minute: minute))
    }

    @Test("A time is shown once, twice or never")
    func moments() throws {
        #expect(try moments("Europe/Berlin", 2026, 7, 1, 8, 0) == .once(utc("2026-07-01T06:00:00Z")))
        #expect(try moments("Europe/Berlin", 2026, 3, 29, 2, 30) == .skipped(utc("2026-03-29T01:00:00Z")))
        #expect(
            try moments("Europe/Berlin", 2026, 10, 25, 2, 30)
                == .twice(utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z")))
        #expect(try moments("Australia/Lord_Howe", 2026, 10, 4, 2, 15) == .skipped(utc("2026-10-03T15:30:00Z")))
        // The 30th of December 2011 did not happen in Samoa.
        #expect(try moments("Pacific/Apia", 2011, 12, 30, 12, 0) == .skipped(utc("2011-12-30T10:00:00Z")))
    }

    @Test("What is no file of the zone database makes no zone, however it is cut")
    func rubbish() throws {
        let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
        for length in stride(from: 0, to: file.count, by: 7) {
            #expect(Zone(name: "x", file: file.prefix(length)) == nil)
        }
        #expect(Zone(name: "x", file: Data(repeating: 255, count: 4000)) == nil)
        #expect(ZoneRule("CET-1CEST,M3.5.0,M13.5.0") == nil)
        #expect(ZoneRule("CET-1CEST,M3.5.0,M10.5.0/3") != nil)
    }

    @Test(
        "Days and their numbers agree, leap years included",
        arguments: [
            (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1), (16_677, 2015, 8, 30),
            (47_540, 2100, 2, 28), (47_541, 2100, 3, 1), (20_819, 2027, 1, 1),
        ])
    func civilDays(number: Int, year: Int, month: Int, day: Int) {
        #expect(CivilDay(number: number).date == (year, month, day))
        #expect(CivilDay(year: year, month: month, day: day).number == number)
    }

    @Test("Days are counted as calendars do")
    func days() {
        #expect(CivilDay(year: 1970, month: 1, day: 1) == CivilDay(number: 0))
        #expect(CivilDay(number: 0).weekday == 4)
        #expect(CivilDay(year: 2024, month: 2, day: 29).lengthOfMonth == 29)
        #expect(CivilDay(year: 2100, month: 2, day: 1).lengthOfMonth == 28)
        for number in stride(from: -800_000, to: 800_000, by: 997) {
            let date = CivilDay(number: number).date
            #expect(CivilDay(year: date.year, month: date.month, day: date.day).number == number)
        }
    }
}
