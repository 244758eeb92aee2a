import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("An issue's lifecycle, in its corners")
struct LifecycleCornerTests {
    private func failing(_ trail: String, _ target: DeliveryTarget = .s3) -> TrailDeliveryErrors {
        TrailDeliveryErrors(trail: aTrail(trail), errors: [.init(target: target, code: "AccessDenied")])
    }

    private func healthy(_ trails: TrailSnapshot...) -> Lifecycle.Input {
        .looked(Verdict(place: place, trails: trails), accepted: nil)
    }

    @Test("The errors of a trail that was not read this time stand beside those of another trail")
    func unreadTrailStaysFailing() throws {
        let issue = Life.issue(.open, findings: [.deliveryErrors([failing("b")])])
        let other = Verdict(
            place: place, findings: [.deliveryErrors([failing("a")])], trails: [.logging("a"), .unread("b")])
        let step = try #require(Life.step(issue, .looked(other, accepted: nil)))
        #expect(step.issue.findings == [.deliveryErrors([failing("a"), failing("b")])])
        #expect(step.issue.causes == issue.causes.union(other.causes))
        let read = Verdict(
            place: place, findings: [.deliveryErrors([failing("a")])], trails: [.logging("a"), .logging("b")])
        #expect(
            Life.step(issue, .looked(read, accepted: nil))?.issue.findings == [.deliveryErrors([failing("a")])],
            "what was read speaks for itself")
    }

    @Test("A trail whose delivery cannot be seen is not seen to be mended, even where another trail covers")
    func invisibleIsNotClean() {
        let issue = Life.issue(.open, findings: [.deliveryErrors([failing("b")])])
        #expect(Life.step(issue, healthy(.logging("a"), .logging("b", deliveryVisible: false))) == nil)
        #expect(Life.step(issue, healthy(.logging("a"), .logging("b")))?.issue.cleanLooks == 1)
    }

    @Test(
        "Only a later delivery to the target that failed shows at once that it is mended",
        arguments: [
            (DeliveryTarget.s3, true, false), (.digest, false, true), (.cloudWatchLogs, false, false),
            (.sns, false, false),
        ])
    func laterDelivery(target: DeliveryTarget, byFile: Bool, byDigest: Bool) {
        let issue = Life.issue(.open, findings: [.deliveryErrors([failing("a", target)])])
        let file = Life.step(issue, healthy(.logging("a", latestDelivery: day(2))))
        #expect((file?.issue.status == .resolved) == byFile)
        let digest = Life.step(issue, healthy(.logging("a", latestDigest: day(2))))
        #expect((digest?.issue.status == .resolved) == byDigest)
    }

    @Test("Where two targets failed, a later delivery to one of them is not enough")
    func laterDeliveryToOne() {
        var both = failing("a")
        both.errors.append(.init(target: .sns, code: "x"))
        let issue = Life.issue(.open, findings: [.deliveryErrors([both])])
        #expect(Life.step(issue, healthy(.logging("a", latestDelivery: day(2))))?.issue.status == .open)
    }

    @Test(
        "A look that brings only the news of a change ends no trouble: the next clean look does, and that is told",
        arguments: [
            Life.noTrails, Life.readsMissing,
        ])
    func newsOnly(trouble: Finding) throws {
        let issue = Life.issue(.open, findings: [trouble])
        let news = Verdict(place: place, findings: [Life.moved], trails: [.logging()])
        let told = try #require(Life.step(issue, .looked(news, accepted: nil)))
        #expect(told.event == .changed && told.issue.state == .open)
        #expect(Set(told.issue.findings) == [trouble, Life.moved])
        #expect(told.issue.causes == issue.causes.union(news.causes))
        let end = try #require(Life.step(told.issue, healthy(.logging())))
        #expect(end.event == .resolved && end.issue.state == .resolved)
    }

    @Test("Delivery errors, too, need their two clean looks after the news of a change")
    func newsOnlyOfAFailingTrail() throws {
        let issue = Life.issue(.open, findings: [.deliveryErrors([failing("main")])])
        let news = Verdict(place: place, findings: [Life.moved], trails: [.logging()])
        let told = try #require(Life.step(issue, .looked(news, accepted: nil))).issue
        let first = try #require(Life.step(told, healthy(.logging()))).issue
        #expect(first.state == .open && first.cleanLooks == 1)
        #expect(Life.step(first, healthy(.logging()))?.event == .resolved)
    }

    @Test("Findings that change while a snooze ends are in the history as well, and wrong only since then")
    func changedAtTheEndOfASnooze() throws {
        let snoozed = Life.issue(.snoozed(until: day(4), by: "ann", severity: .high))
        let both = Verdict(place: place, findings: [Life.readsMissing, Life.failing], trails: [.logging()])
        let step = try #require(Life.step(snoozed, .looked(both, accepted: nil), now: day(5)))
        #expect(step.event == .snoozeEnded && step.issue.state == .open)
        #expect(step.issue.history.entries.suffix(2).map(\.what) == [.changed, .snoozeEnded])
        #expect(step.issue.history.findingsSince == day(5))
    }

    @Test("What changes while an issue is quiet is remembered, and not told")
    func quietChange() throws {
        let sns = Verdict(place: place, findings: [Life.readsMissing, .deliveryErrors([failing("main", .sns)])])
        let snoozed = Life.issue(.snoozed(until: day(9), by: "ann", severity: .medium))
        let step = try #require(Life.step(snoozed, .looked(sns, accepted: nil)))
        #expect(step.event == nil && step.issue.state == snoozed.state)
        #expect(step.issue.history.entries.last?.what == .changed && step.issue.findings == sns.findings)
    }

    @Test("A snooze and an acknowledgement end nothing of what is found; an expiry is told before a change")
    func expiryAndChange() throws {
        let accepted = Life.issue(.whitelisted, accepted: Life.endingEntry)
        let step = try #require(Life.step(accepted, .looked(Life.disabled, accepted: nil)))
        #expect(step.event == .whitelistExpired && step.issue.state == .open)
        #expect(step.issue.findings == [Life.noTrails])
    }

    @Test("An unheard issue that is whitelisted and then mended closes without a word; one that was told is told again")
    func endOfAWhitelisted() {
        let told = Life.issue(.whitelisted, accepted: Life.entry)
        #expect(Life.step(told, .looked(Life.healthy, accepted: Life.entry))?.event == .resolved)
        var unheard = told
        unheard.history = IssueHistory([.init(at: day(0), what: .opened), .init(at: day(0), what: .whitelisted)])
        let step = Life.step(unheard, .looked(Life.healthy, accepted: Life.entry))
        #expect(step?.event == nil && step?.issue.state == .closed)
    }

    @Test("Of entries that last equally long the latest decision counts, in whatever order they are kept")
    func latestDecision() {
        let file = Life.entry
        let early = Whitelist.Entry(account: account, scope: .all, origin: .chat(by: "ann", at: day(1)))
        let late = Whitelist.Entry(account: account, scope: .region(region), origin: .chat(by: "bob", at: day(2)))
        for entries in [[file, early, late], [late, early, file], [early, late, file]] {
            #expect(Whitelist(entries).entry(covering: place, at: day(5)) == late)
        }
    }
}
