import Foundation
import Testing

@testable import Scheduling

@Suite("Quiet hours")
struct QuietHoursTests {
    @Test(
        "Quiet ends when its hours, or the weekend, end on the zone's own clock",
        arguments: [
            // Nights, in winter and summer time; the night in which clocks are set forward is an hour shorter.
            ("20:00-07:00", "2026-11-25T18:59:59Z", "never"),
            ("20:00-07:00", "2026-11-25T19:00:00Z", "2026-11-26T06:00:00Z"),
            ("20:00-07:00", "2026-11-26T05:59:59Z", "2026-11-26T06:00:00Z"),
            ("20:00-07:00", "2026-11-26T06:00:00Z", "never"),
            ("20:00-07:00", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z"),
            // The hour that clocks show twice: what ends in it ends in both of its passes.
            ("20:00-02:30", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"),
            ("20:00-02:30", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"),
            // Midday.
            ("12:00-13:00", "2026-11-25T11:30:00Z", "2026-11-25T12:00:00Z"),
            ("12:00-13:00", "2026-11-25T12:00:00Z", "never"),
            // From Friday's evening to Monday's morning.
            ("20:00-07:00 weekends", "2026-11-27T19:30:00Z", "2026-11-30T06:00:00Z"),
            ("20:00-07:00 weekends", "2026-11-28T12:00:00Z", "2026-11-30T06:00:00Z"),
            ("12:00-13:00 weekends", "2026-11-28T12:00:00Z", "2026-11-29T23:00:00Z"),
            ("20:00-07:00", "2026-11-28T12:00:00Z", "never"),
        ])
    func ends(hours: String, moment: String, end: String) throws {
        let numbers = hours.prefix(11).split(separator: "-").map {
            Int($0.prefix(2))! * 3600 + Int($0.dropFirst(3).prefix(2))! * 60
        }
        let quiet = QuietHours(
            from: numbers[0], until: numbers[1], includesWeekends: hours.hasSuffix("weekends"),
            zone: try zone("Europe/Berlin"))
        #expect(text(quiet.end(at: try utc(moment))) == end)
    }
}
