import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Evidence in a ticket")
struct TrailEvidenceTests {
    @Test("A trail that looks the same in several regions is one row; another look is another row")
    func rows() async throws {
        let house = House()
        for region in [ireland, virginia] { house.set(payments, region, .known([.stopped])) }
        _ = await house.say("scan all")
        let issues = try await house.store.issues(matching: IssueFilter())
        let table = TrailEvidence(issues).table
        #expect(table.columns == ["Trail", "Logging", "Delivery errors", "Bucket", "Seen in"])
        #expect(table.rows.count == 1 && table.rows[0].last == "eu-west-1, us-east-1")
        #expect(table.rows[0][1].hasPrefix("stopped"))
        let document = TicketDocument(issues: issues, playbook: house.playbook)
        #expect(document.evidence.contains(.table(table)))
        #expect(TrailEvidence([]).table.rows.isEmpty)
    }
}
