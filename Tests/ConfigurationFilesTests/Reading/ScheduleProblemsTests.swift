import ChatOps
import Scheduling
import Testing

@testable import ConfigurationFiles

@Suite("Mistakes in schedules, reminders and quiet hours")
struct ScheduleProblemsTests {
    private func problem(_ section: String) -> [String] {
        problems(config: "{\"aws\": {\"accounts\": {}},\n\(section)}")
    }

    @Test(
        "A mistake is named where it stands",
        arguments: [
            (#""time_zone": "../passwd""#, #"2:14: expected a time zone such as "Europe/Berlin", found "../passwd""#),
            (
                #""time_zone": "Mars/Olympus""#,
                #"2:14: expected a time zone such as "Europe/Berlin", found "Mars/Olympus""#
            ),
            (
                #""quiet_hours": {"from": "7:5", "until": "08:00"}"#,
                #"2:25: expected a time of the day such as "07:30", found "7:5""#
            ),
            (
                #""quiet_hours": {"from": "24:00", "until": "08:00"}"#,
                #"2:25: expected a time of the day such as "07:30", found "24:00""#
            ),
            (
                #""quiet_hours": {"until": "08:00"}"#,
                #"2:16: expected `from` and `until`, times of the day such as "20:00" and "07:00""#
            ),
            (
                #""quiet_hours": {"from": "20:00", "until": "08:00", "except": "grave"}"#,
                #"2:62: expected one of the severities critical, high, medium, low, found "grave""#
            ),
            (
                #""reminders": {"grave": {"after": "1h"}}"#,
                #"2:15: expected one of the severities low, medium, high, critical, found "grave""#
            ),
            (
                #""digest": {"owners": "daily"}"#,
                #"2:22: expected a schedule such as "30 8 * * 1-5" or "1h": a crontab expression has five fields (minute, hour, day of the month, month, day of the week), and this has 1"#
            ),
        ])
    func mistakes(section: String, expected: String) {
        #expect(problem(section) == ["config.json:" + expected])
    }

    @Test("A digest may come for owners, for operators, and for somebody at other times or never")
    func digests() throws {
        let plan = try ConfigurationFiles.parse(
            config: """
                {"aws": {"accounts": {}}, "digest": {
                    "owners": "0 8 * * 1-5", "operators": "0 8 * * 1", "recipients": {"#sec": "1d", "bob": "never"}}}
                """
        ).configuration.digests
        #expect(plan.owners?.description == "at 0 8 * * 1-5 (UTC)")
        #expect(plan.operators?.description == "at 0 8 * * 1 (UTC)")
        #expect(plan.recipients.mapValues { $0?.description } == ["#sec": "every 1 d", "bob": nil])
    }
}
