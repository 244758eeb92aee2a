import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("A region's verdict, by chance")
struct VerdictPropertyTests {
    private func judged(_ trails: [TrailSnapshot], since baseline: RegionBaseline? = nil) -> Verdict {
        Judge().verdict(on: RegionSnapshot(place: place, trails: .known(trails)), since: baseline, at: day(10))
    }

    /// A look of before, whose trails may have been others.
    private func baseline(_ chance: inout Chance) -> RegionBaseline? { judged(chance.trails()).baseline }

    @Test("Nothing is missing only where each event is taken, and everything only where none is")
    func events() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let trails = chance.trails(asKnown: true)
            switch judged(trails).coverage {
            case nil: #expect(Event.all.allSatisfy(trails.record), "seed \(seed)")
            case .degraded(let missing):
                if missing.contains(.reads) {
                    #expect(!Event.all.contains { $0.isRead && trails.record($0) }, "seed \(seed)")
                }
                if missing.contains(.writes) {
                    #expect(!Event.all.contains { !$0.isRead && trails.record($0) }, "seed \(seed)")
                }
            default: #expect(!Event.all.contains(where: trails.record), "seed \(seed)")
            }
        }
    }

    @Test("A healthy trail that covers everything makes what is missing and unknown vanish, and nothing worse")
    func addition() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let (trails, before) = (chance.trails(), baseline(&chance))
            let (without, with) = (judged(trails, since: before), judged(trails + [.logging("z")], since: before))
            #expect(with.unknowns.isEmpty, "seed \(seed)")
            #expect(
                with.findings == without.findings.filter { [.deliveryErrors, .changed].contains($0.kind) },
                "seed \(seed)")
        }
    }

    @Test("The order of trails, selectors and conditions never matters, nor do selectors' names")
    func order() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let (trails, before) = (chance.trails(), baseline(&chance))
            let verdict = judged(trails, since: before)
            let other = judged(chance.reordered(trails), since: before)
            #expect(other.findings == verdict.findings, "seed \(seed)")
            #expect(other.unknowns == verdict.unknowns, "seed \(seed)")
            #expect(other.causes == verdict.causes, "seed \(seed)")
            #expect(other.baseline == verdict.baseline, "seed \(seed)")
            let shuffled = judged(chance.shuffled(trails), since: before)
            #expect(shuffled == verdict, "seed \(seed)")
            #expect(shuffled.advice == verdict.advice, "seed \(seed)")
        }
    }

    @Test("A missing answer never makes a region healthy, and never makes it worse")
    func missingAnswers() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let (trails, before) = (chance.trails(asKnown: true), baseline(&chance))
            let truth = judged(trails, since: before)
            let veiledTrails = chance.veiled(trails)
            let veiled = judged(veiledTrails, since: before)
            if veiled.condition == .healthy {
                #expect(truth.coverage == nil, "seed \(seed)")
                let working = veiledTrails.filter {
                    $0.status.value?.deliveryVisible == true && $0.status.value?.deliveryErrors == []
                }
                #expect(Event.all.allSatisfy(working.record), "seed \(seed)")
            }
            switch veiled.coverage {
            case nil: break
            case .degraded(let missing):
                #expect(truth.coverage != nil, "seed \(seed)")
                if case .degraded(let truly) = truth.coverage {
                    #expect(Set(missing).intersection([.reads, .writes]).isSubset(of: truly), "seed \(seed)")
                }
            default: #expect(truth.coverage?.kind == .disabled, "seed \(seed)")
            }
            let others = veiled.findings.filter { [.deliveryErrors, .changed].contains($0.kind) }
            #expect(others.signature.isSubset(of: truth.findings.signature), "seed \(seed)")
        }
    }

    @Test("Trails that could not be listed are unknown and nothing else", arguments: [nil, day(1)])
    func unlisted(recordedAt: Date?) {
        let before = RegionBaseline(
            trails: [.init(trail: aTrail(), selection: .standard)], seenAt: day(1), recordedAt: recordedAt)
        let snapshot = RegionSnapshot(place: place, trails: .unknown(denied))
        #expect(
            Judge().verdict(on: snapshot, since: before, at: day(10)) == Verdict(place: place, unknowns: [denied]))
    }

    @Test("Nothing has changed since the same look")
    func sameLook() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let trails = chance.trails()
            let first = judged(trails, since: baseline(&chance))
            let second = judged(chance.reordered(trails), since: first.baseline)
            #expect(!second.findings.contains { $0.kind == .changed }, "seed \(seed)")
            #expect(second.baseline == first.baseline, "seed \(seed)")
        }
    }
}

extension Verdict {
    /// The finding on what is recorded.
    fileprivate var coverage: Finding? { findings.first { [.disabled, .degraded].contains($0.kind) } }
}
