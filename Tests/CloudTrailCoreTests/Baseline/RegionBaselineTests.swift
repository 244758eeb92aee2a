import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("A region's baseline")
struct RegionBaselineTests {
    /// What changed on the way from one trail to another.
    private func changes(
        from before: TrailSnapshot, to after: TrailSnapshot
    ) -> [TrailChange.What] {
        let baseline = verdict(before, at: day(1)).baseline
        let changes = verdict(after, since: baseline, at: day(2)).findings.flatMap { finding -> [TrailChange] in
            if case .changed(let changes) = finding { changes } else { [] }
        }
        #expect(changes.allSatisfy { $0.trail == before.trail }, "a change names the trail as it was")
        return changes.map(\.what)
    }

    private func trail(_ change: (inout Trail) -> Void) -> TrailSnapshot {
        var snapshot = TrailSnapshot.logging()
        change(&snapshot.trail)
        return snapshot
    }

    @Test("What is taken away or moved is a change, from what to what")
    func worse() {
        let plain = TrailSnapshot.logging()
        #expect(changes(from: plain, to: plain).isEmpty)
        #expect(changes(from: plain, to: .logging("other")) == [.gone])
        #expect(changes(from: plain, to: trail { $0.isMultiRegion = false }) == [.multiRegionLost])
        #expect(changes(from: plain, to: trail { $0.bucket = "x" }) == [.bucket(from: "logs", to: "x")])
        #expect(changes(from: plain, to: trail { $0.bucket = nil }) == [.bucket(from: "logs", to: nil)])
        #expect(changes(from: plain, to: trail { $0.kmsKeyID = "k" }) == [.key(from: nil, to: "k")])
        #expect(changes(from: trail { $0.kmsKeyID = "k" }, to: plain) == [.key(from: "k", to: nil)])
        #expect(changes(from: trail { $0.logGroupARN = "g" }, to: plain) == [.logGroup(from: "g", to: nil)])
        #expect(changes(from: trail { $0.validatesLogFiles = true }, to: plain) == [.logFileValidationLost])
        let writes = EventSelection.basic([EventSelector(readWriteType: .writeOnly)])
        #expect(
            changes(from: plain, to: .logging(selection: .known(writes))) == [.selectors(from: .standard, to: writes)])
    }

    @Test("What is gained, or no part of the configuration, is no change")
    func better() {
        let plain = trail { $0.isMultiRegion = false }
        let better = trail { $0.validatesLogFiles = true }
        #expect(changes(from: plain, to: better).isEmpty)
        #expect(
            changes(
                from: plain,
                to: trail {
                    $0.isMultiRegion = false; $0.topicARN = "t"; $0.bucketPrefix = "p"
                }
            ).isEmpty)
        var stopped = TrailSnapshot.stopped()
        stopped.trail = plain.trail
        #expect(changes(from: plain, to: stopped).isEmpty)
    }

    @Test("Selectors that were not read stay as they were known, and are compared once they are read again")
    func unreadSelectors() {
        let first = verdict(.logging(), at: day(1)).baseline
        let unread = verdict(.logging(selection: .unknown(denied)), since: first, at: day(2))
        #expect(unread.findings.isEmpty && unread.baseline?.trails.map(\.selection) == [.standard])
        let writes = EventSelection.basic([EventSelector(readWriteType: .writeOnly)])
        let read = verdict(.logging(selection: .known(writes)), since: unread.baseline, at: day(3))
        #expect(read.findings.contains(.changed([TrailChange(aTrail(), .selectors(from: .standard, to: writes))])))
        let never = verdict(.logging(selection: .unknown(denied)), at: day(1)).baseline
        #expect(never?.trails.map(\.selection) == [nil])
        #expect(
            verdict(.logging(), since: never, at: day(2)).findings.isEmpty, "what was never known cannot have changed")
    }

    @Test("When events were last recorded is kept through looks that find none, and told")
    func recordedAt() {
        let recorded = verdict(.logging(), at: day(1)).baseline
        #expect(recorded?.recordedAt == day(1))
        let half = verdict(
            .logging(selection: selectors(EventSelector(readWriteType: .writeOnly))), since: recorded, at: day(2))
        #expect(half.baseline?.recordedAt == day(2), "half of the events is recorded")
        let unread = verdict(.unread(), since: half.baseline, at: day(3))
        #expect(unread.baseline?.recordedAt == day(2), "nobody knows")
        let none = verdict(since: unread.baseline, at: day(4))
        #expect(none.findings.first == .disabled(.noTrails(lastRecorded: day(2))))
        #expect(none.baseline?.recordedAt == day(2) && none.baseline?.seenAt == day(4))
    }

    @Test("A change is told once: the next look is compared with what it found")
    func once() {
        let first = verdict(.logging(), at: day(1)).baseline
        let moved = trail { $0.bucket = "x" }
        let second = verdict(moved, since: first, at: day(2))
        #expect(second.findings.map(\.kind) == [.changed])
        #expect(verdict(moved, since: second.baseline, at: day(3)).condition == .healthy)
    }
}
