import CloudTrailCore
import FoundationEssentials
import Testing

/// Short hands for what lifecycle tests feed in.
enum Life {
    static let lifecycle = Lifecycle()
    static let noTrails = Finding.disabled(.noTrails(lastRecorded: nil))
    static let readsMissing = Finding.degraded(missing: [.reads])
    static let failing = Finding.deliveryErrors([
        .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied")])
    ])
    static let moved = Finding.changed([TrailChange(aTrail(), .bucket(from: "logs", to: "elsewhere"))])

    static let disabled = Verdict(place: place, findings: [noTrails])
    static let degraded = Verdict(place: place, findings: [readsMissing])
    static let healthy = Verdict(place: place, trails: [.logging()])
    static let unknown = Verdict(place: place, unknowns: [denied])

    static let entry = Whitelist.Entry(account: account, scope: .all, origin: .file)
    static let endingEntry = Whitelist.Entry(account: account, scope: .all, origin: .file, until: day(4))

    /// An issue found on day 0 and told, in the middle of its life: `degraded`, unless the arguments say otherwise.
    static func issue(
        _ state: Issue.State, findings: [Finding] = [readsMissing], accepted: Whitelist.Entry? = nil,
        ended: Int = 1
    ) -> Issue {
        var history = IssueHistory([.init(at: day(0), what: .opened), .init(at: day(0), what: .told)])
        switch state {
        case .resolved: history.add(.resolved, at: day(ended))
        case .closed:
            history.add(.resolved, at: day(ended))
            history.add(.closed, at: day(ended))
        case .open, .acknowledged, .snoozed, .whitelisted: break
        }
        return Issue(
            place: place, state: state, findings: findings,
            causes: Verdict(place: place, findings: findings, trails: [.logging()]).causes, trails: [],
            history: history,
            acceptance: accepted.map { .init(entry: $0, severity: findings.standing.severity) }, version: 3)
    }

    static func step(_ issue: Issue?, _ input: Lifecycle.Input, now: Date = day(5)) -> Lifecycle.Step? {
        lifecycle.step(issue, input, now: now)
    }
}

@Suite("An issue's lifecycle: every state and every input")
struct LifecycleTableTests {
    static let states: [String: Issue?] = [
        "none": nil, "open": Life.issue(.open), "acknowledged": Life.issue(.acknowledged(by: "ann")),
        "snoozed": Life.issue(.snoozed(until: day(9), by: "ann", severity: .medium)),
        "overslept": Life.issue(.snoozed(until: day(4), by: "ann", severity: .medium)),
        "whitelisted": Life.issue(.whitelisted, accepted: Life.entry),
        "expired": Life.issue(.whitelisted, accepted: Life.endingEntry), "resolved": Life.issue(.resolved),
        "closed": Life.issue(.closed), "longClosed": Life.issue(.closed, ended: -9),
    ]

    static let inputs: [String: Lifecycle.Input] = [
        "same": .looked(Life.degraded, accepted: nil), "worse": .looked(Life.disabled, accepted: nil),
        "accepted": .looked(Life.degraded, accepted: Life.entry),
        "worseAccepted": .looked(Life.disabled, accepted: Life.entry),
        "healthy": .looked(Life.healthy, accepted: nil), "unknown": .looked(Life.unknown, accepted: Life.entry),
        "entry": .reviewed(accepted: Life.entry), "noEntry": .reviewed(accepted: nil),
        "ack": .acknowledged(by: "bob"), "snooze": .snoozed(until: day(7), by: "bob"),
        "release": .released(by: "bob"), "told": .told,
    ]

    /// State, input → state, event. `-` is no write.
    static let table: [(String, [String: String])] = [
        (
            "none",
            [
                "same": "open opened", "worse": "open opened", "accepted": "whitelisted",
                "worseAccepted": "whitelisted",
                "healthy": "-", "unknown": "-", "entry": "-", "noEntry": "-", "ack": "-", "snooze": "-",
                "release": "-", "told": "-",
            ]
        ),
        (
            "open",
            [
                "same": "-", "worse": "open changed", "accepted": "whitelisted whitelisted",
                "worseAccepted": "whitelisted whitelisted", "healthy": "resolved resolved", "unknown": "-",
                "entry": "whitelisted whitelisted", "noEntry": "-", "ack": "acknowledged acknowledged",
                "snooze": "snoozed snoozed", "release": "-", "told": "-",
            ]
        ),
        (
            "acknowledged",
            [
                "same": "-", "worse": "acknowledged changed", "accepted": "whitelisted whitelisted",
                "worseAccepted": "whitelisted whitelisted", "healthy": "resolved resolved", "unknown": "-",
                "entry": "whitelisted whitelisted", "noEntry": "-", "ack": "acknowledged acknowledged",
                "snooze": "snoozed snoozed", "release": "open released", "told": "-",
            ]
        ),
        (
            "snoozed",
            [
                "same": "-", "worse": "open worsened", "accepted": "whitelisted whitelisted",
                "worseAccepted": "whitelisted whitelisted", "healthy": "resolved resolved", "unknown": "-",
                "entry": "whitelisted whitelisted", "noEntry": "-", "ack": "acknowledged acknowledged",
                "snooze": "snoozed snoozed", "release": "open released", "told": "-",
            ]
        ),
        (
            "overslept",
            [
                "same": "open snoozeEnded", "worse": "open snoozeEnded", "accepted": "whitelisted whitelisted",
                "worseAccepted": "whitelisted whitelisted", "healthy": "resolved resolved", "unknown": "-",
                "entry": "whitelisted whitelisted", "noEntry": "open snoozeEnded",
                "ack": "acknowledged acknowledged", "snooze": "snoozed snoozed", "release": "open released",
                "told": "-",
            ]
        ),
        (
            "whitelisted",
            [
                "same": "open reopened", "worse": "open reopened", "accepted": "-", "worseAccepted": "open worsened",
                "healthy": "resolved resolved", "unknown": "-", "entry": "-", "noEntry": "open reopened", "ack": "-",
                "snooze": "-", "release": "-", "told": "-",
            ]
        ),
        (
            "expired",
            [
                "same": "open whitelistExpired", "worse": "open whitelistExpired", "accepted": "whitelisted",
                // Another entry is another decision, and accepts what it finds.
                "worseAccepted": "whitelisted", "healthy": "resolved resolved", "unknown": "-", "entry": "whitelisted",
                "noEntry": "open whitelistExpired", "ack": "-", "snooze": "-", "release": "-", "told": "-",
            ]
        ),
        (
            "resolved",
            [
                "same": "open reopened", "worse": "open reopened", "accepted": "whitelisted",
                "worseAccepted": "whitelisted", "healthy": "-", "unknown": "-", "entry": "-", "noEntry": "-",
                "ack": "-", "snooze": "-", "release": "-", "told": "closed",
            ]
        ),
        (
            "closed",
            [
                "same": "open reopened", "worse": "open reopened", "accepted": "whitelisted",
                "worseAccepted": "whitelisted", "healthy": "-", "unknown": "-", "entry": "-", "noEntry": "-",
                "ack": "-", "snooze": "-", "release": "-", "told": "-",
            ]
        ),
        (
            "longClosed",
            [
                "same": "open opened", "worse": "open opened", "accepted": "whitelisted",
                "worseAccepted": "whitelisted", "healthy": "-", "unknown": "-", "entry": "-", "noEntry": "-",
                "ack": "-", "snooze": "-", "release": "-", "told": "-",
            ]
        ),
    ]

    @Test("Every state and input has its outcome", arguments: table.map(\.0))
    func outcomes(state: String) throws {
        let row = try #require(Self.table.first { $0.0 == state }).1
        #expect(Set(row.keys) == Set(Self.inputs.keys), "a row names every input")
        for (name, expected) in row {
            let step = Life.step(Self.states[state]!, Self.inputs[name]!)
            let outcome = step.map { "\($0.issue.status.rawValue)\($0.event.map { " \($0.rawValue)" } ?? "")" } ?? "-"
            #expect(outcome == expected, "\(state) + \(name)")
        }
    }

    @Test("The table has a row for every state")
    func complete() {
        #expect(Set(Self.table.map(\.0)) == Set(Self.states.keys))
        let kinds = Set(Self.states.values.compactMap { $0?.status })
        #expect(kinds == Set(Issue.Status.allCases))
    }

    @Test("An unknown verdict neither opens, changes nor ends anything", arguments: Issue.Status.allCases)
    func unknown(status: Issue.Status) {
        for issue in Self.states.values.compactMap(\.self) where issue.status == status {
            #expect(Life.step(issue, .looked(Life.unknown, accepted: nil)) == nil)
            #expect(Life.step(issue, .looked(Life.unknown, accepted: Life.entry)) == nil)
        }
    }
}

@Suite("An issue's lifecycle")
struct LifecycleTests {
    @Test("A whitelisted issue that nobody was told of closes without a word")
    func quietEnd() {
        let quiet = Life.step(nil, .looked(Life.degraded, accepted: Life.entry))
        let step = Life.step(quiet?.issue, .looked(Life.healthy, accepted: Life.entry))
        #expect(step?.issue.status == .closed && step?.event == nil)
    }

    @Test("Delivery errors are resolved after two clean looks; a relapse starts the count again")
    func twoCleanLooks() throws {
        let failing = Verdict(place: place, findings: [Life.failing])
        let first = try #require(
            Life.step(Life.issue(.open, findings: [Life.failing]), .looked(Life.healthy, accepted: nil)))
        #expect(first.issue.status == .open && first.event == nil && first.issue.cleanLooks == 1)
        let again = try #require(Life.step(first.issue, .looked(failing, accepted: nil)))
        #expect(again.issue.cleanLooks == 0 && again.event == nil)
        let second = try #require(Life.step(first.issue, .looked(Life.healthy, accepted: nil)))
        #expect(second.issue.status == .resolved && second.event == .resolved)
    }

    @Test("Delivery errors are resolved at once when something was delivered after the first sighting")
    func laterDelivery() {
        let delivered = Verdict(place: place, trails: [.logging(latestDelivery: day(1))])
        let issue = Life.issue(.open, findings: [Life.failing])
        #expect(Life.step(issue, .looked(delivered, accepted: nil))?.issue.status == .resolved)
        let before = Verdict(place: place, trails: [.logging(latestDelivery: day(-1))])
        #expect(Life.step(issue, .looked(before, accepted: nil))?.issue.status == .open)
    }

    @Test("A finding that was not seen because an answer is missing stays")
    func missingAnswerKeepsFindings() {
        let partial = Verdict(place: place, findings: [Life.failing], unknowns: [denied])
        let issue = Life.issue(.open, findings: [Life.failing, Life.noTrails])
        #expect(Life.step(issue, .looked(partial, accepted: nil)) == nil)
    }

    @Test("A look that could not read the trail which failed is no clean look, even where another trail covers")
    func unreadIsNotClean() {
        let failing = Finding.deliveryErrors([
            .init(trail: aTrail("b"), errors: [.init(target: .s3, code: "AccessDenied")])
        ])
        let issue = Life.issue(.open, findings: [failing])
        let covered = Verdict(place: place, trails: [.logging("a"), .unread("b")])
        #expect(Life.step(issue, .looked(covered, accepted: nil)) == nil)
        let gone = Verdict(place: place, trails: [.logging("a")])
        #expect(
            Life.step(issue, .looked(gone, accepted: nil))?.issue.cleanLooks == 1, "a trail that is gone cannot fail")
        let other = Finding.deliveryErrors([.init(trail: aTrail("a"), errors: [.init(target: .sns, code: "x")])])
        let moved = Verdict(place: place, findings: [other], trails: [.logging("a")])
        #expect(Life.step(issue, .looked(moved, accepted: nil))?.event == .changed)
    }

    @Test("Times that move with every look are no news")
    func timesAreNoNews() {
        func failing(since date: Date) -> Finding {
            .deliveryErrors([
                .init(trail: aTrail(), errors: [.init(target: .s3, code: "AccessDenied", lastSuccess: date)])
            ])
        }
        let later = Verdict(place: place, findings: [failing(since: day(2))])
        #expect(Life.step(Life.issue(.open, findings: [failing(since: day(1))]), .looked(later, accepted: nil)) == nil)
    }

    @Test("What comes back within the window is the same issue with its times and ticket; later it is a new one")
    func reopening() throws {
        var closed = Life.issue(.closed)
        closed.ticket = .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1"))
        let soon = try #require(Life.step(closed, .looked(Life.degraded, accepted: nil), now: day(8)))
        #expect(soon.event == .reopened && soon.issue.ticket == closed.ticket)
        #expect(
            soon.issue.timestamps == .init(identified: day(0), updated: day(8), reported: day(0)),
            "neither resolved nor closed any more")
        let late = try #require(Life.step(closed, .looked(Life.degraded, accepted: nil), now: day(9)))
        #expect(late.event == .opened && late.issue.ticket == TicketState.none)
        #expect(late.issue.timestamps == .init(identified: day(9), updated: day(9)))
    }

    @Test("An issue that came back three times in a day is mended only after four clean looks in a row")
    func flapping() throws {
        let hour = 3_600.0
        var issue = Life.issue(.open)
        var now = day(5)
        var events: [IssueEvent?] = []
        for _ in 1...3 {
            for verdict in [Life.healthy, Life.degraded] {
                now += hour
                let step = try #require(Life.step(issue, .looked(verdict, accepted: nil), now: now))
                events.append(step.event)
                issue = step.issue
            }
        }
        #expect(events == [.resolved, .reopened, .resolved, .reopened, .resolved, .reopened])
        #expect(Life.lifecycle.isFlapping(issue, at: now))
        for look in 1...4 {
            now += hour
            let step = try #require(Life.step(issue, .looked(Life.healthy, accepted: nil), now: now))
            #expect(step.event == (look == 4 ? .resolved : nil), "clean look \(look)")
            issue = step.issue
        }
        #expect(!Life.lifecycle.isFlapping(issue, at: now + 24 * hour))
    }

    @Test("Telling is remembered once; telling a resolution closes the issue")
    func told() throws {
        let fresh = try #require(Life.step(nil, .looked(Life.degraded, accepted: nil))).issue
        #expect(fresh.timestamps.reported == nil)
        #expect(Life.step(fresh, .told, now: day(6))?.issue.timestamps.reported == day(6))
        #expect(Life.step(Life.issue(.resolved), .told, now: day(6))?.issue.timestamps.closed == day(6))
    }

    @Test("A person's act is in the history with name, time and until when")
    func acts() throws {
        let acknowledged = try #require(Life.step(Life.issue(.open), .acknowledged(by: "ann"))).issue
        #expect(acknowledged.state == .acknowledged(by: "ann"))
        #expect(Life.step(acknowledged, .acknowledged(by: "ann")) == nil, "the same once more is nothing new")
        let snoozed = try #require(Life.step(acknowledged, .snoozed(until: day(7), by: "bob"), now: day(6))).issue
        #expect(snoozed.state == .snoozed(until: day(7), by: "bob", severity: .medium))
        #expect(
            snoozed.history.entries.suffix(2) == [
                .init(at: day(5), what: .acknowledged, by: "ann"),
                .init(at: day(6), what: .snoozed, by: "bob", note: "until 2023-11-21T22:13:20Z"),
            ])
        #expect(Life.step(Life.issue(.open), .snoozed(until: day(5), by: "bob")) == nil, "that time is over")
    }

    @Test("A history of years stays short, and keeps the beginning of the present episode")
    func longHistory() {
        var history = IssueHistory([.init(at: day(0), what: .opened)])
        for number in 1...1000 { history.add(.changed, at: day(number)) }
        #expect(history.entries.count == IssueHistory.limit)
        #expect(history.timestamps.identified == day(0) && history.timestamps.updated == day(1000))
    }
}
