import CloudTrailCore
import FoundationEssentials
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
        #expect(verdict().findings == [.disabled(.noTrails(lastRecorded: nil))])
    }

    @Test("Stopped trails only are disabled, since the last of them stopped")
    func stopped() {
        let verdict = verdict(.stopped("a", since: day(1)), .stopped("b", since: day(3)))
        #expect(verdict.findings == [.disabled(.stopped(since: day(3)))])
        #expect(verdict.unknowns.isEmpty)
    }

    @Test("A logging trail without management events is disabled, although it logs")
    func noManagementEvents() {
        #expect(
            verdict(.logging(selection: selectors(noManagement))).findings == [
                .disabled(.noManagementEvents(lastRecorded: nil))
            ])
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
        #expect(verdict(.logging(selection: data)).findings == [.disabled(.noManagementEvents(lastRecorded: nil))])
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
        let verdict = Judge().verdict(on: RegionSnapshot(place: place, trails: .unknown(denied)), at: day(10))
        #expect(verdict.condition == .unknown && verdict.unknowns == [denied])
    }

    @Test("An organization trail whose delivery a member cannot see is unknown, unless another trail covers as well")
    func invisibleDelivery() {
        let verdict = verdict(.logging(deliveryVisible: false))
        #expect(verdict.unknowns.map(\.code) == [.notVisible])
        #expect(verdict.condition == .unknown)
        let covered = CloudTrailCoreTests.verdict(.logging("a", deliveryVisible: false), .logging("b"))
        #expect(covered.condition == .healthy && covered.unknowns.isEmpty)
    }

    @Test("A half that only a trail of invisible delivery records is missing or not: degraded for certain, and unknown")
    func invisibleHalf() {
        let verdict = verdict(.logging(selection: selectors(writesOnly), deliveryVisible: false))
        #expect(verdict.findings == [.degraded(missing: [.reads])])
        #expect(verdict.unknowns.map(\.code) == [.notVisible])
    }

    @Test("A digest that is over a day old counts only where logs are validated and logging has run for over a day")
    func overdueDigest() {
        func errors(validated: Bool, started: Date?, digest: Date?) -> [Finding] {
            var trail = TrailSnapshot.logging(latestDigest: digest, started: started)
            trail.trail.validatesLogFiles = validated
            return verdict(trail, at: day(10)).findings
        }
        var trail = aTrail()
        trail.validatesLogFiles = true
        let overdue = DeliveryError(
            target: .digest, code: DeliveryError.digestOverdue, resource: "logs", lastSuccess: day(8))
        let hour = 3_600.0
        #expect(
            errors(validated: true, started: day(1), digest: day(8)) == [
                .deliveryErrors([.init(trail: trail, errors: [overdue])])
            ])
        #expect(errors(validated: false, started: day(1), digest: day(8)).isEmpty)
        #expect(errors(validated: true, started: nil, digest: day(8)).isEmpty)
        #expect(errors(validated: true, started: day(1), digest: nil).isEmpty, "it may never have come")
        #expect(errors(validated: true, started: day(9).addingTimeInterval(hour), digest: day(8)).isEmpty)
        #expect(errors(validated: true, started: day(1), digest: day(9).addingTimeInterval(hour)).isEmpty)
    }

    @Test("Where AWS itself names a digest error, it is not called overdue as well")
    func digestErrorOnce() {
        let error = DeliveryError(target: .digest, code: "AccessDenied")
        var trail = TrailSnapshot.logging(errors: [error], latestDigest: day(1), started: day(1))
        trail.trail.validatesLogFiles = true
        #expect(verdict(trail).findings == [.deliveryErrors([.init(trail: trail.trail, errors: [error])])])
    }

    @Test("A healthy, fully covering trail never makes a verdict worse, and order never matters")
    func monotonous() {
        let pool: [TrailSnapshot] = [
            .stopped("a"), .unread("b"), .logging("c", selection: selectors(writesOnly)),
            .logging("d", selection: .unknown(denied)), .logging("e", deliveryVisible: false),
        ]
        for mask in 0..<(1 << pool.count) {
            let trails = pool.indices.filter { mask & (1 << $0) != 0 }.map { pool[$0] }
            func judged(_ trails: [TrailSnapshot]) -> Verdict {
                Judge().verdict(on: RegionSnapshot(place: place, trails: .known(trails)), at: day(10))
            }
            #expect(judged(trails + [.logging("z")]).condition == .healthy, "\(trails.map(\.trail.name))")
            #expect(judged(trails) == judged(trails.reversed()))
        }
    }
}

@Suite("Who is to blame")
struct CulpritTests {
    let dataOnly = selectors(EventSelector(includesManagementEvents: false))

    @Test("A stopped trail explains that nothing is recorded, although a trail for data events logs")
    func stoppedBesideData() {
        let verdict = verdict(.stopped("a", since: day(2)), .logging("b", selection: dataOnly))
        #expect(verdict.findings == [.disabled(.stopped(since: day(2)))])
        #expect(verdict.causes == [.trail(arn: aTrail("a").arn, .stopped)])
        #expect(
            verdict.advice.map(\.commands) == [
                ["aws cloudtrail start-logging --name \(aTrail("a").arn) --region eu-west-1"]
            ])
    }

    @Test("Where half is missing, a stopped trail that would record it is to blame; else the trail that records half")
    func half() {
        let writes = selectors(EventSelector(readWriteType: .writeOnly))
        let mendable = verdict(.logging("a", selection: writes), .stopped("b"))
        #expect(mendable.causes == [.trail(arn: aTrail("b").arn, .stopped)])
        #expect(mendable.advice.map(\.permissions) == [["cloudtrail:StartLogging"]])
        var idle = TrailSnapshot.stopped("b")
        idle.selection = writes
        #expect(
            verdict(.logging("a", selection: writes), idle, .logging("c", selection: dataOnly)).causes
                == [.trail(arn: aTrail("a").arn, .selectors)])
    }
}
