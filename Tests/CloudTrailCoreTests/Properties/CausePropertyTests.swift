import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("Root causes, by chance")
struct CausePropertyTests {
    @Test("The causes explain each finding, and together all of it")
    func explained() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let verdict = chance.verdict()
            #expect(verdict.unexplained.isEmpty, "seed \(seed)")
            #expect(verdict.causes.allSatisfy { !verdict.findings(of: $0).isEmpty }, "seed \(seed)")
        }
    }

    @Test("A verdict stands under each of its causes and under no other, in whatever order")
    func grouped() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let regions = ["eu-west-1", "eu-west-2", "us-east-1", "ap-south-1"].map { Region($0)! }
            let verdicts = regions.map { chance.verdict(in: $0) }
            let groups = verdicts.byCause
            #expect(groups.map(\.cause).count == Set(groups.map(\.cause)).count, "seed \(seed)")
            for verdict in verdicts {
                #expect(
                    Set(groups.filter { $0.members.contains(verdict) }.map(\.cause)) == verdict.causes, "seed \(seed)")
            }
            #expect(groups.map(\.severity) == groups.map(\.severity).sorted(by: >), "seed \(seed)")
            #expect(
                groups.map(\.severity).max() == verdicts.filter { !$0.findings.isEmpty }.map(\.findings.severity).max(),
                "seed \(seed)")
            let others = chance.shuffled(verdicts).byCause
            #expect(
                others.map(\.cause) == groups.map(\.cause) && others.map(\.members) == groups.map(\.members),
                "seed \(seed)")
        }
    }

    @Test("A cause is found again by its key")
    func keys() {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            for cause in chance.verdict().causes { #expect(RootCause(key: cause.key) == cause, "seed \(seed)") }
        }
    }
}

extension Chance {
    /// Of a region that was looked at before, when its trails may have been others.
    mutating func verdict(in region: Region = region) -> Verdict {
        let place = AccountRegion(account, region)
        let before = Judge().verdict(
            on: RegionSnapshot(place: place, trails: .known(trails())), at: CloudTrailCoreTests.day(9))
        return Judge().verdict(
            on: RegionSnapshot(place: place, trails: .known(trails())), since: oneIn(3) ? before.baseline : nil,
            at: CloudTrailCoreTests.day(10))
    }
}

extension Trouble {
    /// What of the findings no cause explains.
    var unexplained: Set<String> {
        findings.signature.subtracting(causes.flatMap { findings(of: $0) }.signature)
    }
}
