import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("Accepted risks")
struct AcceptanceTests {
    @Test(
        "What an entry accepts is settled when it first meets a trouble; anything worse breaks through, until it is better"
    )
    func breaksThrough() throws {
        let quiet = try #require(Life.step(nil, .looked(Life.degraded, accepted: Life.entry))).issue
        let worse = try #require(Life.step(quiet, .looked(Life.disabled, accepted: Life.entry)))
        #expect(worse.issue.state == .open && worse.event == .worsened)
        #expect(Life.step(worse.issue, .looked(Life.disabled, accepted: Life.entry)) == nil, "it stays open")
        let better = try #require(Life.step(worse.issue, .looked(Life.degraded, accepted: Life.entry)))
        #expect(better.issue.state == .whitelisted)
    }

    @Test("A new entry is a new decision: it accepts what is wrong now")
    func newEntry() throws {
        let broken = Life.issue(.open, findings: [Life.noTrails], accepted: Life.entry)
        let again = Whitelist.Entry(account: account, scope: .all, origin: .chat(by: "ann", at: day(5)))
        let step = try #require(Life.step(broken, .reviewed(accepted: again)))
        #expect(step.event == .whitelisted)
        #expect(step.issue.acceptance == .init(entry: again, severity: .critical))
    }

    @Test("The news of a change settles nothing")
    func changeSettlesNothing() throws {
        let changed = Verdict(place: place, findings: [Life.moved])
        let quiet = try #require(Life.step(nil, .looked(changed, accepted: Life.entry))).issue
        #expect(quiet.state == .whitelisted && quiet.acceptance?.severity == nil)
        let step = Life.step(quiet, .looked(Life.disabled, accepted: Life.entry))
        #expect(step?.issue.state == .whitelisted && step?.event == nil)
        #expect(step?.issue.acceptance?.severity == .critical)
    }

    @Test("Adding an entry and removing it brings the issue back as it was")
    func addAndRemove() throws {
        let open = Life.issue(.open)
        let on = try #require(Life.step(open, .reviewed(accepted: Life.entry))).issue
        let off = try #require(Life.step(on, .reviewed(accepted: nil)))
        #expect(off.issue.state == open.state && off.issue.findings == open.findings && off.event == .reopened)
        #expect(off.issue.timestamps.identified == open.timestamps.identified)
    }

    @Test("Of several entries the one that lasts longest counts, and one that has ended does not")
    func entries() {
        let ended = Whitelist.Entry(account: account, scope: .region(region), origin: .file, until: day(1))
        let short = Whitelist.Entry(account: account, scope: .region(region), origin: .file, until: day(6))
        let long = Whitelist.Entry(account: account, scope: .all, origin: .file, until: day(9))
        let whitelist = Whitelist([ended, short, long])
        #expect(whitelist.entry(covering: place, at: day(5)) == long)
        #expect(Whitelist([ended]).entry(covering: place, at: day(0)) == ended)
        #expect(Whitelist([ended]).entry(covering: place, at: day(1)) == nil, "it ends at its moment")
        let elsewhere = AccountRegion(account, Region("us-east-1")!)
        #expect(Whitelist([short]).entry(covering: elsewhere, at: day(5)) == nil)
    }

    @Test("Hammer's file has the regions in force; what it cannot say is told")
    func export() {
        let whitelist = Whitelist([
            .init(account: account, scope: .region(region), origin: .file),
            .init(account: account, scope: .region(Region("us-east-1")!), origin: .file, until: day(1)),
            .init(account: AccountID("222222222222")!, scope: .all, origin: .file, until: day(8)),
            .init(account: AccountID("333333333333")!, scope: .all, origin: .file),
        ])
        let export = WhitelistExport(whitelist, at: day(5)) { account in
            account.rawValue == "222222222222" ? [Region("eu-west-2")!, Region("eu-west-1")!] : []
        }
        #expect(
            export.json
                == #"{"cloudtrails":{"111111111111":["eu-west-1"],"222222222222":["eu-west-1","eu-west-2"]}}"#)
        #expect(
            export.notes == [
                "222222222222 *: written as the 2 regions that are known",
                "222222222222 *: its end, 2023-11-22T22:13:20Z, is lost",
                "333333333333 *: left out, since no region of the account is known yet; scan it first",
            ])
    }
}

@Suite("The news of a change")
struct ChangeLifecycleTests {
    let changed = Verdict(place: place, findings: [Life.moved], trails: [.logging()])

    @Test("It is told once, and closed with the next healthy look, without more words")
    func toldOnce() throws {
        let first = try #require(Life.step(nil, .looked(changed, accepted: nil)))
        #expect(first.event == .opened && first.issue.severity == .low)
        let second = try #require(Life.step(first.issue, .looked(Life.healthy, accepted: nil)))
        #expect(second.issue.state == .closed && second.event == .settled)
        #expect(Life.step(second.issue, .looked(Life.healthy, accepted: nil)) == nil)
    }

    @Test("Beside a trouble it stays as its explanation, and further changes are added to it")
    func explains() throws {
        let both = Verdict(place: place, findings: [Life.readsMissing, Life.moved])
        let open = try #require(Life.step(nil, .looked(both, accepted: nil))).issue
        #expect(Life.step(open, .looked(Life.degraded, accepted: nil)) == nil)
        let more = Finding.changed([TrailChange(aTrail(), .logFileValidationLost)])
        let later = Verdict(place: place, findings: [Life.readsMissing, more])
        let step = try #require(Life.step(open, .looked(later, accepted: nil)))
        #expect(step.event == .changed)
        #expect(
            step.issue.findings == [
                Life.readsMissing,
                .changed([
                    TrailChange(aTrail(), .bucket(from: "logs", to: "elsewhere")),
                    TrailChange(aTrail(), .logFileValidationLost),
                ]),
            ])
        #expect(Life.step(step.issue, .looked(Life.healthy, accepted: nil))?.event == .resolved)
    }
}
