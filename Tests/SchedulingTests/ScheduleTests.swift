import Foundation
import Testing

@testable import Scheduling

@Suite("Schedules")
struct ScheduleTests {
    @Test(
        "The next run is the first later moment that fits",
        arguments: [
            ("*/15 * * * *", "UTC", "2026-11-25T10:15:00Z", "2026-11-25T10:30:00Z"),
            ("30 8 * * 1-5", "UTC", "2026-11-27T08:30:00Z", "2026-11-30T08:30:00Z"),
            ("30 8 * * MON-FRI", "Europe/Berlin", "2026-11-27T07:30:00Z", "2026-11-30T07:30:00Z"),
            ("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
            // Both days named: either will do.
            ("0 0 13 * 5", "UTC", "2026-11-07T00:00:00Z", "2026-11-13T00:00:00Z"),
            ("0 0 13 * 5", "UTC", "2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z"),
            ("0 0 */2 * 1", "UTC", "2026-11-25T00:00:00Z", "2026-12-07T00:00:00Z"),
            ("5 4 * * sun", "UTC", "2026-11-25T00:00:00Z", "2026-11-29T04:05:00Z"),
            ("5 4 * * 7", "UTC", "2026-11-25T00:00:00Z", "2026-11-29T04:05:00Z"),
            ("0 12 * * fri-sun", "UTC", "2026-11-28T12:00:00Z", "2026-11-29T12:00:00Z"),
            ("7 1-23/5 * jan,jun mon", "UTC", "2026-11-25T00:00:00Z", "2027-01-04T01:07:00Z"),
            ("@daily", "America/New_York", "2026-11-25T00:00:00Z", "2026-11-25T05:00:00Z"),
            ("@weekly", "UTC", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("1h", "UTC", "2026-11-25T10:15:20Z", "2026-11-25T11:15:20Z"),
            ("rate(5 minutes)", "UTC", "2026-11-25T10:15:20Z", "2026-11-25T10:20:20Z"),
            ("rate(1 day)", "UTC", "2026-11-25T10:15:20Z", "2026-11-26T10:15:20Z"),
            ("cron(30 8 ? * MON-FRI *)", "UTC", "2026-11-27T08:30:00Z", "2026-11-30T08:30:00Z"),
            ("cron(0 10 ? * 2 *)", "UTC", "2026-11-25T00:00:00Z", "2026-11-30T10:00:00Z"),
            ("cron(0 0 L * ? *)", "UTC", "2028-02-01T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("cron(0 0 15W * ? *)", "UTC", "2026-11-01T00:00:00Z", "2026-11-16T00:00:00Z"),
            ("cron(0 0 1W * ? *)", "UTC", "2026-07-31T12:00:00Z", "2026-08-03T00:00:00Z"),
            ("cron(0 0 LW * ? *)", "UTC", "2026-10-01T00:00:00Z", "2026-10-30T00:00:00Z"),
            ("cron(0 0 ? * 6#3 *)", "UTC", "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"),
            ("cron(0 0 ? * 6L *)", "UTC", "2026-11-01T00:00:00Z", "2026-11-27T00:00:00Z"),
            ("cron(0 0 ? * L *)", "UTC", "2026-11-25T00:00:00Z", "2026-11-28T00:00:00Z"),
            ("cron(0 0 1 1 ? 2030-2040/5)", "UTC", "2031-11-25T00:00:00Z", "2035-01-01T00:00:00Z"),
            ("cron(0 0 1 1 ? 2020)", "UTC", "2031-11-25T00:00:00Z", "never"),
        ])
    func next(text schedule: String, zone name: String, after: String, expected: String) throws {
        let schedule = try Schedule(schedule, in: name == "UTC" ? .utc : zone(name))
        #expect(text(schedule.next(after: try utc(after))) == expected)
    }

    /// Berlin's clocks skip from 2 to 3 on 2026-03-29 and show 2 to 3 twice on 2026-10-25; Lord Howe's move by half an hour.
    @Test(
        "A daily time that clocks skip is made up at once, one they show twice counts once, and an hourly one goes on",
        arguments: [
            ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
            ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
            ("0 3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", ["2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z"]),
            (
                "30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z",
                ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"]
            ),
            (
                "30 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z",
                ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"]
            ),
            ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", ["2026-10-03T15:30:00Z"]),
        ])
    func summerTime(expression: String, zone name: String, after: String, expected: [String]) throws {
        let crontab = try Crontab(expression)
        let zone = try zone(name)
        var last: Date? = try utc(after)
        let runs = expected.map { _ in
            last = last.flatMap { crontab.next(after: $0, in: zone) }
            return text(last)
        }
        #expect(runs == expected)
    }

    @Test(
        "What is no schedule is refused with the reason",
        arguments: [
            ("61 * * * *", "`61` is no minute (0 to 59)"), ("* 24 * * *", "`24` is no hour (0 to 23)"),
            ("* * 0 * *", "`0` is no day of the month (1 to 31)"), ("* * * foo *", "`foo` is no month (1 to 12)"),
            ("* * * * 8", "`8` is no day of the week (0 to 7)"), ("*/0 * * * *", "`*/0` is no minute (0 to 59)"),
            ("5-1 * * * *", "`5-1` is no minute (0 to 59)"), ("1,,2 * * * *", "`` is no minute (0 to 59)"),
            ("-5 * * * *", "`-5` is no minute (0 to 59)"), ("0 0 30 2 *", "there is no such day"),
            (
                "* * * *",
                "a crontab expression has five fields (minute, hour, day of the month, month, day of the week), and this has 4"
            ),
            (
                "@reboot",
                "a crontab expression has five fields (minute, hour, day of the month, month, day of the week), and this has 1"
            ),
            ("rate(5 weeks)", "rate(…) holds a number and minutes, hours or days, and not `5 weeks`"),
            ("rate(0 days)", "rate(…) holds a number and minutes, hours or days, and not `0 days`"),
            ("cron(0 0 1 1 1 *)", "one of the two days has to be `?`"),
            ("cron(0 0 ? 1 ? *)", "only one of the two days may be `?`"),
            ("cron(0 0 ? * 0 *)", "`0` is no day of the week (1 to 7)"),
            (
                "cron(0 0 * * *)",
                "cron(…) has six fields (minutes, hours, day of the month, month, day of the week, year), and this has 5"
            ),
        ])
    func mistakes(expression: String, reason: String) {
        let mistake = #expect(throws: ScheduleMistake.self) { try Schedule(expression, in: .utc) }
        #expect(mistake?.description == reason)
    }

    @Test("Schedules read as people write them")
    func words() throws {
        let berlin = try zone("Europe/Berlin")
        #expect(try Schedule("90m", in: .utc).description == "every 90 min")
        #expect(try Schedule("rate(48 hours)", in: .utc).description == "every 2 d")
        #expect(try Schedule(" 30  8 * * 1-5", in: berlin).description == "at 30 8 * * 1-5 (Europe/Berlin)")
    }
}

@Suite("Turns")
struct TurnTests {
    let noon = Date(timeIntervalSince1970: 1_764_072_000)

    @Test("However many runs were missed, one makes up for them")
    func missed() throws {
        let hourly = try Schedule("0 * * * *", in: .utc)
        let last = noon - 10 * 3600
        #expect(Turn(of: hourly, last: last, now: noon + 60) == .now)
        #expect(Turn(of: hourly, last: noon + 60, now: noon + 61) == .wait(until: noon + 3600))
        #expect(Turn(of: .every(.seconds(600)), last: last, now: noon) == .now)
        #expect(Turn(of: .every(.seconds(600)), last: noon, now: noon + 1) == .wait(until: noon + 600))
    }

    @Test("What never ran begins at once by an interval, and waits for its time by a clock")
    func first() throws {
        #expect(Turn(of: .every(.seconds(600)), last: nil, now: noon) == .now)
        #expect(Turn(of: try Schedule("0 13 * * *", in: .utc), last: nil, now: noon) == .wait(until: noon + 3600))
    }

    @Test("A run is late by a share of a tenth of its interval, a minute at most; half a minute by a clock")
    func jitter() throws {
        #expect(Turn(of: .every(.seconds(100)), last: noon, now: noon, delay: 0.5) == .wait(until: noon + 105))
        #expect(Turn(of: .every(.seconds(86_400)), last: noon, now: noon, delay: 1) == .wait(until: noon + 86_460))
        let daily = try Schedule("0 13 * * *", in: .utc)
        #expect(Turn(of: daily, last: noon, now: noon, delay: 1) == .wait(until: noon + 3630))
        #expect(Turn(of: daily, last: noon, now: noon + 3601, delay: 1) == .wait(until: noon + 3630))
    }

    @Test("A clock that was set back delays a run by one interval, and stops none; a schedule may end")
    func clockSetBack() throws {
        #expect(Turn(of: .every(.seconds(600)), last: noon + 1e6, now: noon) == .wait(until: noon + 600))
        let over = try Schedule("cron(0 0 1 1 ? 2020)", in: .utc)
        #expect(Turn(of: over, last: noon, now: noon) == .never)
        #expect(Turn.never.pause(from: noon) == nil)
        #expect(Turn.wait(until: noon + 3).pause(from: noon) == .seconds(3))
    }
}
