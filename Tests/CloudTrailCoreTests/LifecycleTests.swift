import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("An issue's lifecycle")
struct LifecycleTests {
    let lifecycle = Lifecycle()
    let disabled = Verdict(place: place, findings: [.disabled(.noTrails)])
    let degraded = Verdict(place: place, findings: [.degraded(missing: [.reads])])
    let healthy = Verdict(place: place, trails: [.logging()])
    let unknown = Verdict(place: place, unknowns: [denied])

    func issue(_ status: Issue.Status, findings: [Finding] = [.disabled(.noTrails)]) -> Issue {
        Issue(
            place: place, status: status, findings: findings, trails: [],
            timestamps: .init(identified: day(0), updated: day(0), reported: day(0)), version: 3)
    }

    func step(_ stored: Issue?, _ verdict: Verdict, whitelisted: Bool = false) -> Lifecycle.Step? {
        lifecycle.step(stored: stored, verdict: verdict, isWhitelisted: whitelisted, now: day(5))
    }

    /// Every state × input pair: what it becomes, and what is told.
    static let table: [(Issue.Status?, String, Bool, Issue.Status?, IssueEvent?)] = [
        (nil, "broken", false, .open, .opened),
        (nil, "broken", true, .whitelisted, nil),
        (nil, "healthy", false, nil, nil),
        (nil, "healthy", true, nil, nil),
        (nil, "unknown", false, nil, nil),
        (.open, "broken", false, nil, nil),
        (.open, "changed", false, .open, .changed),
        (.open, "broken", true, .whitelisted, .whitelisted),
        (.open, "healthy", false, .resolved, .resolved),
        (.open, "healthy", true, .resolved, .resolved),
        (.open, "unknown", false, nil, nil),
        (.open, "unknown", true, nil, nil),
        (.whitelisted, "broken", true, nil, nil),
        (.whitelisted, "changed", true, .whitelisted, nil),
        (.whitelisted, "broken", false, .open, .reopened),
        (.whitelisted, "healthy", true, .resolved, .resolved),
        (.whitelisted, "unknown", true, nil, nil),
        (.resolved, "broken", false, .open, .reopened),
        (.resolved, "broken", true, .whitelisted, nil),
        (.resolved, "healthy", false, nil, nil),
        (.resolved, "unknown", false, nil, nil),
        (.closed, "broken", false, .open, .reopened),
        (.closed, "broken", true, .whitelisted, nil),
        (.closed, "healthy", false, nil, nil),
        (.closed, "unknown", false, nil, nil),
    ]

    @Test("Every state and verdict has its outcome", arguments: table.indices)
    func outcome(row: Int) {
        let (status, kind, whitelisted, expected, event) = Self.table[row]
        let verdict = ["broken": disabled, "changed": degraded, "healthy": healthy, "unknown": unknown][kind]!
        let step = step(status.map { issue($0) }, verdict, whitelisted: whitelisted)
        #expect(step?.issue.status == expected, "\(Self.table[row])")
        #expect(step?.event == event, "\(Self.table[row])")
    }

    @Test("A whitelisted issue that nobody was told of closes without a word")
    func quietEnd() {
        var quiet = issue(.whitelisted)
        quiet.timestamps.reported = nil
        let step = step(quiet, healthy, whitelisted: true)
        #expect(step?.issue.status == .closed && step?.event == nil)
    }

    @Test("Delivery errors are resolved after two clean looks")
    func twoCleanLooks() throws {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied")])
        ]
        )
        let first = try #require(step(issue(.open, findings: [failing]), healthy))
        #expect(first.issue.status == .open && first.event == nil && first.issue.cleanLooks == 1)
        let second = try #require(step(first.issue, healthy))
        #expect(second.issue.status == .resolved && second.event == .resolved)
    }

    @Test("Delivery errors are resolved at once when something was delivered after the first sighting")
    func laterDelivery() {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied")])
        ]
        )
        let delivered = Verdict(place: place, trails: [.logging(latestDelivery: day(1))])
        #expect(step(issue(.open, findings: [failing]), delivered)?.issue.status == .resolved)
    }

    @Test("A relapse after one clean look starts the count again")
    func relapse() throws {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied")])
        ]
        )
        let clean = try #require(step(issue(.open, findings: [failing]), healthy))
        let again = try #require(step(clean.issue, Verdict(place: place, findings: [failing])))
        #expect(again.issue.cleanLooks == 0 && again.event == nil)
    }

    @Test("A finding that was not seen because an answer is missing stays")
    func missingAnswerKeepsFindings() {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied")])
        ]
        )
        let partial = Verdict(place: place, findings: [failing], unknowns: [denied])
        let step = step(issue(.open, findings: [.disabled(.noTrails), failing]), partial)
        #expect(step == nil)
    }

    @Test("A look that could not read the trail which failed is no clean look, even where another trail covers")
    func unreadIsNotClean() {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail("b"), errors: [.init(target: .s3, code: "AccessDenied")])
        ])
        let covered = Verdict(place: place, trails: [.logging("a"), .unread("b")])
        #expect(step(issue(.open, findings: [failing]), covered) == nil)
        let other = Finding.deliveryErrors([.init(trail: aTrail("a"), errors: [.init(target: .sns, code: "x")])])
        let gone = Verdict(place: place, trails: [.logging("a")])
        #expect(
            step(issue(.open, findings: [failing]), gone)?.issue.cleanLooks == 1, "a trail that is gone cannot fail")
        #expect(
            step(issue(.open, findings: [failing]), Verdict(place: place, findings: [other], trails: [.logging("a")]))?
                .event == .changed)
    }

    @Test("Times that move with every look are no news")
    func timesAreNoNews() {
        func failing(at date: Date) -> Finding {
            .deliveryErrors([.init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied", at: date)])])
        }
        #expect(
            step(issue(.open, findings: [failing(at: day(1))]), Verdict(place: place, findings: [failing(at: day(2))]))
                == nil)
    }

    @Test("What was closed starts a new episode without the old ticket; what was only resolved keeps it")
    func reopening() {
        var closed = issue(.closed)
        closed.ticket = .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1"))
        var resolved = closed
        resolved.status = .resolved
        #expect(step(closed, disabled)?.issue.ticket == TicketState.none)
        #expect(step(closed, disabled)?.issue.timestamps == .init(identified: day(5), updated: day(5)))
        #expect(step(resolved, disabled)?.issue.ticket == closed.ticket)
    }

    @Test("A changed whitelist takes effect without a scan")
    func whitelistChanged() {
        let on = lifecycle.whitelistChanged(issue(.open), isWhitelisted: true, now: day(5))
        #expect(on?.issue.status == .whitelisted && on?.event == .whitelisted)
        let off = lifecycle.whitelistChanged(issue(.whitelisted), isWhitelisted: false, now: day(5))
        #expect(off?.issue.status == .open && off?.event == .reopened)
        #expect(lifecycle.whitelistChanged(issue(.open), isWhitelisted: false, now: day(5)) == nil)
        #expect(lifecycle.whitelistChanged(issue(.closed), isWhitelisted: true, now: day(5)) == nil)
    }

    @Test("Telling a resolution closes the issue; telling an open one is remembered once")
    func told() {
        #expect(lifecycle.told(issue(.resolved), now: day(6))?.issue.status == .closed)
        #expect(lifecycle.told(issue(.resolved), now: day(6))?.issue.timestamps.closed == day(6))
        var fresh = issue(.open)
        fresh.timestamps.reported = nil
        #expect(lifecycle.told(fresh, now: day(6))?.issue.timestamps.reported == day(6))
        #expect(lifecycle.told(issue(.open), now: day(6)) == nil)
    }
}
