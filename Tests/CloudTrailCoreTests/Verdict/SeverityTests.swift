import CloudTrailCore
import Testing

@Suite("Severity")
struct SeverityTests {
    @Test(
        "What is at stake",
        arguments: [
            (.disabled(.noTrails(lastRecorded: nil)), .critical), (.disabled(.stopped(since: nil)), .critical),
            (.disabled(.noManagementEvents(lastRecorded: nil)), .critical), (.degraded(missing: [.writes]), .high),
            (.degraded(missing: [.filtered(["x"])]), .high), (.degraded(missing: [.reads]), .medium),
            (.degraded(missing: [.source("kms.amazonaws.com")]), .medium),
            (.degraded(missing: [.source("kms.amazonaws.com"), .writes]), .high),
            (Self.failing(.s3), .high), (Self.failing(.cloudWatchLogs), .medium), (Self.failing(.digest), .medium),
            (Self.failing(.sns), .low), (Self.failing(.sns, .s3), .high),
            (.changed([TrailChange(aTrail(), .gone)]), .low),
        ] as [(Finding, Severity)])
    func findings(finding: Finding, severity: Severity) {
        #expect(finding.severity == severity)
        #expect(finding.concerns.map(\.severity).max() == severity, "the catalogue says the same")
    }

    @Test("The worst of several findings counts")
    func worst() {
        #expect([Finding]().severity == .low)
        #expect([Finding.degraded(missing: [.reads]), Self.failing(.s3), Self.failing(.sns)].severity == .high)
        #expect(Severity.allCases == Severity.allCases.sorted())
    }

    private static func failing(_ targets: DeliveryTarget...) -> Finding {
        .deliveryErrors([.init(trail: aTrail(), errors: targets.map { .init(target: $0, code: "x") })])
    }
}
