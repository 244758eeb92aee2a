import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("What becomes of news about a subject")
struct AlertPlanTests {
    let subject = AlertSubject(cause: .noTrail(payments.id), recipient: "alice")

    func notice(_ event: IssueEvent, _ region: Region = ireland) -> Notice {
        var notice = Notice.toAlice
        notice.event = event
        notice.issue.place = AccountRegion(payments.id, region)
        return notice
    }

    /// A thread that opened so many minutes ago, and perhaps ended.
    func thread(opened minutes: Double = 60, ended: Double? = nil, replied: Double? = nil) -> AlertThread {
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "D1", kind: .direct),
            message: MessageReference(channel: "D1", id: "1"), openedAt: noon.addingTimeInterval(-60 * minutes))
        thread.endedAt = ended.map { noon.addingTimeInterval(-60 * $0) }
        thread.repliedAt = replied.map { noon.addingTimeInterval(-60 * $0) }
        return thread
    }

    /// What is said in the thread; nil for a bare update, `post` and `none` as they are called.
    func way(_ events: [IssueEvent], _ thread: AlertThread?, isOver: Bool = false) -> String? {
        switch AlertPlan.way(for: events.map { notice($0) }, in: thread, isOver: isOver, now: noon) {
        case .none: "none"
        case .post: "post"
        case .update(let reply): reply.map { $0.notices.map(\.event.rawValue).joined(separator: " ") }
        }
    }

    @Test("Without a message, news is posted, and what is no news is left alone", arguments: IssueEvent.allCases)
    func withoutMessage(event: IssueEvent) {
        let quiet: Set<IssueEvent> = [.acknowledged, .snoozed, .released, .whitelisted, .settled, .ticketed]
        #expect(way([event], nil) == (quiet.contains(event) ? "none" : "post"))
    }

    @Test("A message that ended long ago is another story")
    func longAgo() {
        #expect(way([.reopened], thread(opened: 20_000, ended: 10_081)) == "post")
        #expect(way([.reopened], thread(opened: 20_000, ended: 10_079)) == "reopened")
        #expect(way([.opened], thread(opened: 20_000, ended: 60)) == "opened", "another region of it, soon after")
    }

    @Test("A growing wave only updates the message; later the thread says what is affected besides")
    func wave() {
        #expect(way([.opened], thread(opened: 5)) == nil)
        #expect(way([.opened, .opened], thread(opened: 16)) == "opened opened")
        #expect(way([.opened], thread(opened: 60, replied: 5)) == nil)
        #expect(way([.opened, .worsened], thread(opened: 5)) == "worsened")
    }

    @Test("A reminder is said whatever else was said a moment ago")
    func reminded() {
        #expect(way([.reminded], thread(opened: 60, replied: 1)) == "reminded")
        #expect(way([.escalated], thread(opened: 60, replied: 1)) == "escalated")
        var nudged = thread(opened: 60, replied: 1)
        nudged.nudgedAt = noon.addingTimeInterval(-60)
        #expect(way([.reminded], nudged) == nil, "the rest of the same reminder")
        #expect(way([.reminded], thread(opened: 1)) == nil, "the message itself has just said so")
    }

    @Test("As long as others are in trouble, a region that works again only shows in the message")
    func partlyOver() {
        #expect(way([.resolved], thread()) == nil)
        #expect(way([.resolved], thread(), isOver: true) == "resolved")
        #expect(way([.resolved], thread(ended: 5), isOver: true) == nil, "the end was told already")
    }

    @Test("What people do is in the thread; the quiet end of a change is not")
    func acts() {
        #expect(way([.acknowledged], thread()) == "acknowledged")
        #expect(way([.snoozed, .whitelisted, .ticketed], thread()) == "snoozed whitelisted ticketed")
        #expect(way([.settled], thread(), isOver: true) == nil)
    }

    @Test("A reply names what happened, where, and by whom")
    func words() {
        var acknowledged = notice(.acknowledged)
        acknowledged.issue.history.add(.acknowledged, at: noon, by: "Bob <!channel>")
        let playbook = House().playbook
        let one = AlertReply(notices: [acknowledged], isOver: false).message(playbook)
        #expect(one.summary == "Acknowledged by Bob <!channel>: payments (111111111111) eu-west-1.")
        let both = AlertReply(
            notices: [notice(.opened), notice(.opened, virginia), notice(.worsened)], isOver: false
        ).message(playbook)
        #expect(
            both.summary == """
                Also affected: payments (111111111111) eu-west-1, us-east-1.
                Worse than what was accepted: payments (111111111111) eu-west-1.
                """)
    }
}

@Suite("Which causes a step concerns")
struct ReporterTests {
    func issue(_ causes: [RootCause], _ findings: [Finding]) -> Issue {
        var issue = Notice.toAlice.issue
        issue.causes = Set(causes)
        issue.findings = findings
        return issue
    }

    @Test("When findings change, one cause may begin while another ends and a third stays")
    func changed() {
        let trail = TrailSnapshot.healthy.trail
        func failing(_ code: String) -> Finding {
            .deliveryErrors([.init(trail: trail, errors: [.init(target: .s3, code: code)])])
        }
        let (delivery, selectors) = (
            RootCause.trail(arn: trail.arn, .delivery), RootCause.trail(arn: trail.arn, .selectors)
        )
        let degraded = Finding.degraded(missing: [.reads])
        let before = issue([delivery], [failing("AccessDenied")])
        func events(_ after: Issue) -> [RootCause: IssueEvent] {
            Reporter.events(.changed, before: before, after: after)
        }
        #expect(events(issue([delivery, selectors], [failing("AccessDenied"), degraded])) == [selectors: .opened])
        #expect(events(issue([selectors], [degraded])) == [selectors: .opened, delivery: .resolved])
        #expect(events(issue([delivery], [failing("NoSuchBucket")])) == [delivery: .changed])
    }

    @Test(
        "Every other event concerns all causes of the issue", arguments: IssueEvent.allCases.filter { $0 != .changed })
    func others(event: IssueEvent) {
        let causes: [RootCause] = [.noTrail(payments.id), .trail(arn: "arn", .changed)]
        let after = issue(causes, [])
        #expect(
            Reporter.events(event, before: nil, after: after)
                == Dictionary(uniqueKeysWithValues: causes.map { ($0, event) }))
    }
}
