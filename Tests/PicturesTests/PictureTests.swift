import ChatOps
import CloudTrailCore
import Foundation
import Testing

@testable import Pictures

@Suite("Pictures")
struct PictureTests {
    private func overview(accounts: Int, regions: Int = 3, days: Int = 30) -> EstateOverview {
        let all: [EstateOverview.Condition?] = EstateOverview.Condition.allCases + [nil]
        return EstateOverview(
            title: "CloudTrail in \(accounts) accounts", subtitle: "2026-11-25 08:00 UTC",
            regions: (0..<regions).map { Region("eu-west-\($0 + 1)")! },
            rows: (0..<accounts).map { number in
                EstateOverview.Row(
                    account: Account(
                        id: AccountID(String(100_000_000_000 + number))!, name: "Konto „Übung“ <b>&\u{202E} \(number)"),
                    conditions: (0..<regions).map { all[($0 + number) % all.count] })
            },
            trend: (0..<days).map { EstateOverview.Day(label: "11-\($0)", open: $0 * 7 % 40) })
    }

    /// https://www.w3.org/TR/png-3/#11IHDR
    private func size(of png: Data) -> [Int] {
        [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    }

    @Test(
        "An overview is drawn as a PNG that has room for all of it",
        arguments: [(0, 0, 0), (1, 1, 1), (3, 5, 31), (60, 33, 30)])
    func draws(accounts: Int, regions: Int, days: Int) throws {
        let png = try CairoIllustrator().picture(of: overview(accounts: accounts, regions: regions, days: days))
        #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        let size = size(of: png)
        #expect(size[0] >= 288 + regions * 34)
        #expect(size[1] >= (regions == 0 ? 140 : 200) + accounts * 20 + (days == 0 ? 0 : 150))
    }

    /// A missing library could not be undone, and every picture would be empty.
    @Test("Each condition looks different, in its pattern too")
    func patterns() throws {
        let pictures = try EstateOverview.Condition.allCases.map { condition in
            var one = overview(accounts: 1, regions: 1, days: 0)
            one.rows[0].conditions = [condition]
            return try CairoIllustrator().picture(of: one)
        }
        #expect(Set(pictures).count == pictures.count)
    }

    @Test("Long words under the title get the lines they need, and so does what stands under the rows")
    func longWords() throws {
        var one = overview(accounts: 2)
        let short = size(of: try CairoIllustrator().picture(of: one))
        one.subtitle = String(repeating: "accounts may be missing: AccessDenied · ", count: 8)
        one.remark = String(repeating: "and 2,940 accounts more, ", count: 10)
        let long = size(of: try CairoIllustrator().picture(of: one))
        #expect(long[0] == short[0])
        #expect(long[1] >= short[1] + 2 * 18 + 2 * 18)
    }

    @Test("What is too large for a picture is refused, and nothing breaks")
    func tooLarge() {
        #expect(throws: Refusal.self) { try CairoIllustrator().picture(of: overview(accounts: 2000)) }
    }
}
