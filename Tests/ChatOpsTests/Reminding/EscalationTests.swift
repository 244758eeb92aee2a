import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Escalation")
struct EscalationTests {
    static let policy = Escalation([
        .critical: .init(
            after: .seconds(3600), levels: [.owner, .defaultOwner, .recipient("#security")], again: .seconds(7200)),
        .medium: .init(after: .seconds(86_400), levels: [.owner]),
    ])

    func hours(_ count: Double) -> Date { noon.addingTimeInterval(count * 3600) }

    /// An open issue that was told at noon, and what happened since.
    func issue(
        _ entries: [IssueHistory.Entry] = [], in region: Region = ireland, state: Issue.State = .open,
        finding: Finding = .disabled(.noTrails(lastRecorded: nil)), told: Bool = true
    ) -> Issue {
        let start = [IssueHistory.Entry(at: noon, what: .opened)]
        let telling = told ? [IssueHistory.Entry(at: noon, what: .told)] : []
        return Issue(
            place: AccountRegion(payments.id, region), state: state, findings: [finding],
            causes: [.noTrail(payments.id)], trails: [], history: IssueHistory(start + telling + entries))
    }

    func next(_ issue: Issue) -> String? {
        Self.policy.next(for: issue).map { "\($0.level) at \($0.due.timeIntervalSince(noon) / 3600)" }
    }

    @Test("The ladder is climbed step by step, and its end repeated, for as long as nobody is on it")
    func ladder() {
        #expect(next(issue()) == "owner at 1.0")
        let first = IssueHistory.Entry(at: hours(1), what: .reminded)
        #expect(next(issue([first])) == "defaultOwner at 2.0")
        // Told to two at once is one step.
        let second = [
            IssueHistory.Entry(at: hours(2.5), what: .escalated, note: "bob"),
            IssueHistory.Entry(at: hours(2.5), what: .escalated, note: "#ops"),
        ]
        #expect(next(issue([first] + second)) == ##"recipient("#security") at 3.5"##)
        let third = IssueHistory.Entry(at: hours(3.5), what: .escalated, note: "#security")
        #expect(next(issue([first] + second + [third])) == "owner at 5.5")
        #expect(
            next(issue([first] + second + [third, .init(at: hours(5.5), what: .reminded)])) == "owner at 7.5")
    }

    @Test("As long as nobody could be told, the first sight counts")
    func untold() {
        #expect(next(issue(told: false)) == "owner at 1.0")
    }

    @Test(
        "Nothing is due where somebody is on it, it is quiet or over, or has no ladder",
        arguments: [
            Issue.State.acknowledged(by: "ann"), .snoozed(until: noon + 9e9, by: "ann", severity: .critical),
            .whitelisted, .resolved, .closed,
        ])
    func stops(state: Issue.State) {
        #expect(next(issue(state: state)) == nil)
        #expect(next(issue(finding: .degraded(missing: [.writes]))) == nil)
        let oneStep = issue([.init(at: hours(24), what: .reminded)], finding: .degraded(missing: [.reads]))
        #expect(next(oneStep) == nil)
    }

    @Test("Given back, come back or assigned anew, it begins at the first step")
    func restarts() {
        let nudged = IssueHistory.Entry(at: hours(1), what: .reminded)
        for what in [IssueHistory.Entry.What.released, .reopened, .snoozeEnded, .worsened, .assigned] {
            #expect(next(issue([nudged, .init(at: hours(5), what: what, note: "U1")])) == "owner at 6.0")
        }
        #expect(next(issue([nudged, .init(at: hours(1.5), what: .changed)])) == "defaultOwner at 2.0")
    }

    @Test("What is nearly due goes with what is due, where causes and step are the same")
    func together() {
        func open(_ region: String, minutes: Double) -> Issue {
            let told = IssueHistory([
                .init(at: noon + minutes * 60, what: .opened), .init(at: noon + minutes * 60, what: .told),
            ])
            var issue = issue(in: Region(region)!)
            issue.history = told
            return issue
        }
        let issues = [
            open("eu-west-1", minutes: 0), open("eu-west-2", minutes: 14), open("eu-west-3", minutes: 16),
        ]
        func due(_ date: Date) -> [String] {
            Self.policy.due(issues, at: date).map(\.issue.place.region.rawValue)
        }
        #expect(due(hours(0.99)) == [])
        #expect(due(hours(1)) == ["eu-west-1", "eu-west-2"])
        #expect(due(hours(1.1)) == ["eu-west-1", "eu-west-2", "eu-west-3"])
    }
}
