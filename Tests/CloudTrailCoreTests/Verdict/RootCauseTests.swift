import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("Root causes")
struct RootCauseTests {
    private static let arn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main"

    private func trail(_ name: String, multi: Bool, organization: Bool = false, logs: Bool? = true) -> TrailSnapshot {
        var snapshot: TrailSnapshot =
            switch logs {
            case nil: .unread(name, selection: selectors(EventSelector(readWriteType: .writeOnly)))
            case true?: .logging(name, selection: selectors(EventSelector(readWriteType: .writeOnly)))
            case false?: .stopped(name)
            }
        snapshot.trail.isMultiRegion = multi
        snapshot.trail.isOrganization = organization
        return snapshot
    }

    @Test("A cause has a key of its own, and is found by it")
    func keys() {
        let causes: [RootCause] =
            [.noTrail(account)] + RootCause.Trouble.allCases.map { .trail(arn: Self.arn, $0) }
        #expect(
            causes.map(\.key) == [
                "no_trail/111111111111", "stopped/\(Self.arn)", "selectors/\(Self.arn)", "delivery/\(Self.arn)",
                "changed/\(Self.arn)",
            ])
        for cause in causes { #expect(RootCause(key: cause.key) == cause) }
    }

    @Test("What is no key is none", arguments: ["", "/", "stopped", "stopped/", "no_trail/1", "other/arn", "no_trail"])
    func noKey(text: String) {
        #expect(RootCause(key: text) == nil)
    }

    @Test(
        "The trail that reaches farthest is the cause, whichever comes first: an organization's, a multi-region one, the first by ARN"
    )
    func widest() {
        func cause(_ trails: TrailSnapshot...) -> Set<RootCause> {
            Judge().verdict(on: RegionSnapshot(place: place, trails: .known(trails)), at: day(10)).causes
        }
        func selectors(_ name: String) -> Set<RootCause> { [.trail(arn: aTrail(name).arn, .selectors)] }
        #expect(cause(trail("a", multi: false), trail("b", multi: true)) == selectors("b"))
        #expect(cause(trail("a", multi: true), trail("b", multi: true, organization: true)) == selectors("b"))
        #expect(cause(trail("b", multi: true), trail("a", multi: true)) == selectors("a"))
        #expect(
            cause(trail("a", multi: true), trail("b", multi: false, logs: false))
                == [.trail(arn: aTrail("b").arn, .stopped)], "starting it would close the gap")
        #expect(
            cause(trail("a", multi: false, logs: false), trail("b", multi: true, logs: false))
                == [.trail(arn: aTrail("b").arn, .stopped)])
        #expect(cause(trail("a", multi: true, logs: nil)) == selectors("a"), "or what may")
        #expect(cause() == [.noTrail(account)])
    }

    @Test("Groups come by severity, then by how much they affect, then by key; members by place")
    func groups() {
        func look(_ name: String, _ trails: TrailSnapshot...) -> Verdict {
            Judge().verdict(
                on: RegionSnapshot(place: AccountRegion(account, Region(name)!), trails: .known(trails)), at: day(10))
        }
        let failing = [DeliveryError(target: .sns, code: "x")]
        let verdicts = [
            look("us-east-1", .stopped("main")), look("eu-west-1", .stopped("main")),
            look("eu-west-2", .stopped("another")), look("ap-south-1", .stopped("one")),
            look("sa-east-1", .logging("quiet", errors: failing)),
        ]
        let groups = verdicts.byCause
        #expect(
            groups.map(\.cause.key) == [
                "stopped/" + aTrail("main").arn, "stopped/" + aTrail("another").arn, "stopped/" + aTrail("one").arn,
                "delivery/" + aTrail("quiet").arn,
            ])
        #expect(groups[0].places.map(\.region.rawValue) == ["eu-west-1", "us-east-1"])
        #expect(groups[0].accounts == [account])
        #expect(groups.map(\.severity) == [.critical, .critical, .critical, .low])
    }

    @Test("A cause's severity is of its own findings, not of what else is wrong there")
    func ownSeverity() {
        let verdict = verdict(
            .logging(
                selection: selectors(EventSelector(readWriteType: .readOnly)),
                errors: [DeliveryError(target: .sns, code: "x")]))
        let severities = [verdict].byCause.map { ($0.cause.key, $0.severity) }
        #expect(severities.map(\.0) == ["selectors/" + Self.arn, "delivery/" + Self.arn])
        #expect(severities.map(\.1) == [.high, .low])
    }

    @Test("Findings of two trails are told apart by their causes")
    func parts() {
        let errors = [DeliveryError(target: .s3, code: "AccessDenied")]
        let verdict = verdict(.logging("a", errors: errors), .logging("b", errors: errors))
        let cause = RootCause.trail(arn: aTrail("b").arn, .delivery)
        #expect(verdict.findings(of: cause) == [.deliveryErrors([.init(trail: aTrail("b"), errors: errors)])])
        #expect(verdict.findings(of: .trail(arn: aTrail("c").arn, .delivery)).isEmpty)
        #expect(verdict.causes(of: verdict.findings[0]) == verdict.causes)
    }
}
