import CloudTrailCore
import Testing

@Suite("A region's verdict")
struct JudgeTests {
    let writesOnly = EventSelector(readWriteType: .writeOnly)
    let readsOnly = EventSelector(readWriteType: .readOnly)
    let noManagement = EventSelector(includesManagementEvents: false)
    let s3Error = DeliveryError(target: .s3, code: "AccessDenied")

    @Test("One trail that logs and delivers everything is healthy")
    func healthy() {
        #expect(verdict(.logging()).condition == .healthy)
    }

    @Test("No trail at all is disabled")
    func noTrails() {
        #expect(verdict().findings == [.disabled(.noTrails)])
    }

    @Test("Stopped trails only are disabled, since the last of them stopped")
    func stopped() {
        let verdict = verdict(.stopped("a", since: day(1)), .stopped("b", since: day(3)))
        #expect(verdict.findings == [.disabled(.stopped(since: day(3)))])
        #expect(verdict.unknowns.isEmpty)
    }

    @Test("A logging trail without management events is disabled, although it logs")
    func noManagementEvents() {
        #expect(verdict(.logging(selection: selectors(noManagement))).findings == [.disabled(.noManagementEvents)])
    }

    @Test("One half of the events is degraded, naming the half that is missing")
    func halves() {
        #expect(verdict(.logging(selection: selectors(writesOnly))).findings == [.degraded(missing: [.reads])])
        #expect(verdict(.logging(selection: selectors(readsOnly))).findings == [.degraded(missing: [.writes])])
    }

    @Test("Two halves on two trails are healthy")
    func union() {
        let both = verdict(
            .logging("a", selection: selectors(writesOnly)), .logging("b", selection: selectors(readsOnly)))
        #expect(both.condition == .healthy)
    }

    @Test("A stopped trail adds nothing to the union")
    func stoppedAddsNothing() {
        let verdict = verdict(.logging("a", selection: selectors(writesOnly)), .stopped("b"))
        #expect(verdict.findings == [.degraded(missing: [.reads])])
    }

    @Test("An excluded source is degraded unless another trail records it")
    func excludedSource() {
        let noKMS = selectors(EventSelector(excludedManagementEventSources: ["kms.amazonaws.com"]))
        #expect(verdict(.logging(selection: noKMS)).findings == [.degraded(missing: [.source("kms.amazonaws.com")])])
        let onlyKMS = advanced(.init(field: "eventSource", equals: ["kms.amazonaws.com"]))
        #expect(verdict(.logging("a", selection: noKMS), .logging("b", selection: onlyKMS)).condition == .healthy)
        let noRDSData = selectors(EventSelector(excludedManagementEventSources: ["rdsdata.amazonaws.com"]))
        #expect(verdict(.logging("a", selection: noKMS), .logging("b", selection: noRDSData)).condition == .healthy)
    }

    @Test("Advanced selectors count like basic ones")
    func advancedSelectors() {
        #expect(verdict(.logging(selection: advanced())).condition == .healthy)
        let writes = advanced(.init(field: "readOnly", equals: ["false"]))
        #expect(verdict(.logging(selection: writes)).findings == [.degraded(missing: [.reads])])
        let noKMS = advanced(.init(field: "eventSource", notEquals: ["kms.amazonaws.com"]))
        #expect(verdict(.logging(selection: noKMS)).findings == [.degraded(missing: [.source("kms.amazonaws.com")])])
        let data = Reading.known(
            EventSelection.advanced([.init(fieldSelectors: [.init(field: "eventCategory", equals: ["Data"])])]))
        #expect(verdict(.logging(selection: data)).findings == [.disabled(.noManagementEvents)])
    }

    @Test("A selector with further conditions records only what meets them")
    func filtered() {
        let some = advanced(
            .init(field: "eventName", startsWith: ["Delete"]), .init(field: "eventSource", equals: ["s3.amazonaws.com"])
        )
        #expect(
            verdict(.logging(selection: some)).findings == [
                .degraded(missing: [.filtered(["eventName StartsWith Delete; eventSource Equals s3.amazonaws.com"])])
            ])
    }

    @Test("Delivery errors count on logging trails and stand beside what else is wrong")
    func deliveryErrors() {
        let failing = verdict(.logging(selection: selectors(writesOnly), errors: [s3Error]))
        #expect(
            failing.findings == [
                .degraded(missing: [.reads]),
                .deliveryErrors([TrailDeliveryErrors(trail: aTrail(), errors: [s3Error])]),
            ])
        var stopped = TrailSnapshot.stopped("b")
        stopped.status = .known(TrailStatus(isLogging: false, deliveryErrors: [s3Error]))
        #expect(verdict(.logging("a"), stopped).condition == .healthy)
    }

    @Test("A status that was not read is unknown, never disabled and never healthy")
    func unreadStatus() {
        let verdict = verdict(.unread())
        #expect(verdict.condition == .unknown)
        #expect(verdict.unknowns == [denied])
    }

    @Test("An unread trail beside one that covers everything changes nothing")
    func unreadBesideHealthy() {
        let verdict = verdict(.logging("a"), .unread("b"))
        #expect(verdict.condition == .healthy && verdict.unknowns.isEmpty)
    }

    @Test(
        "Where the missing answer could only narrow the gap, the rest of the gap is certain and the answer is unknown")
    func partlyKnown() {
        let verdict = verdict(.unread(selection: selectors(writesOnly)))
        #expect(verdict.findings == [.degraded(missing: [.reads])])
        #expect(verdict.unknowns == [denied])
    }

    @Test("Selectors that were not read leave a logging trail's region unknown")
    func unreadSelectors() {
        #expect(verdict(.logging(selection: .unknown(denied))).condition == .unknown)
        #expect(verdict(.stopped("a"), .logging("b", selection: .unknown(denied))).condition == .unknown)
    }

    @Test("Trails that could not be listed make the region unknown")
    func unlisted() {
        let verdict = Judge().verdict(on: RegionSnapshot(place: place, trails: .unknown(denied)))
        #expect(verdict.condition == .unknown && verdict.unknowns == [denied])
    }

    @Test("An organization trail whose delivery a member cannot see is unknown, unless another trail covers as well")
    func invisibleDelivery() {
        let verdict = verdict(.logging(deliveryVisible: false))
        #expect(verdict.unknowns.map(\.code) == [.notVisible])
        #expect(verdict.condition == .unknown)
        let covered = JudgeTests.judge(.logging("a", deliveryVisible: false), .logging("b"))
        #expect(covered.condition == .healthy && covered.unknowns.isEmpty)
    }

    private static func judge(_ trails: TrailSnapshot...) -> Verdict {
        Judge().verdict(on: RegionSnapshot(place: place, trails: .known(trails)))
    }

    @Test("A healthy, fully covering trail never makes a verdict worse, and order never matters")
    func monotonous() {
        let pool: [TrailSnapshot] = [
            .stopped("a"), .unread("b"), .logging("c", selection: selectors(writesOnly)),
            .logging("d", selection: .unknown(denied)), .logging("e", deliveryVisible: false),
        ]
        for mask in 0..<(1 << pool.count) {
            let trails = pool.indices.filter { mask & (1 << $0) != 0 }.map { pool[$0] }
            let judge = Judge()
            let with = judge.verdict(on: RegionSnapshot(place: place, trails: .known(trails + [.logging("z")])))
            #expect(with.condition == .healthy, "\(trails.map(\.trail.name))")
            let forward = judge.verdict(on: RegionSnapshot(place: place, trails: .known(trails)))
            let backward = judge.verdict(on: RegionSnapshot(place: place, trails: .known(trails.reversed())))
            #expect(forward.findings == backward.findings && Set(forward.unknowns) == Set(backward.unknowns))
        }
    }
}
