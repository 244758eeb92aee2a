import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Acting on issues")
struct ActTests {
    let watch = Wristwatch()
    let alert = MessageReference(channel: "#ops", id: "9")
    let subject = AlertSubject(
        cause: .trail(arn: TrailSnapshot.healthy.trail.arn, .stopped), recipient: "alice")

    func house(roles: RoleAssignments? = House.everything) async -> House {
        let house = House(roles: roles, now: watch.now)
        for region in [ireland, virginia] { house.set(payments, region, .known([.stopped])) }
        _ = await house.say("scan all")
        _ = await house.courier.deliverDue()
        return house
    }

    func press(_ act: AlertAct, _ house: House) async -> [String] {
        await house.take(.button(.alert(subject, act), on: alert, trigger: "t"))
    }

    @Test("A press acts on all that the alert is about")
    func pressed() async throws {
        let house = await house()
        #expect(await press(.acknowledge, house) == ["U1 is on it: payments (111111111111) eu-west-1, us-east-1."])
        #expect(try await house.issue(payments, virginia)?.state == .acknowledged(by: "U1"))
        #expect(
            await press(.acknowledge, house).first?.hasPrefix(
                "No open issue there is acknowledged, or it is so already.")
                == true)
        #expect(
            await press(.snooze, house) == [
                "Snoozed until 2023-11-15 22:13 UTC by U1, unless it gets worse: payments (111111111111) eu-west-1, us-east-1."
            ])
        #expect(await press(.release, house) == ["Open again by U1: payments (111111111111) eu-west-1, us-east-1."])
        #expect(try await house.issue(payments, virginia)?.state == .open)
        _ = await press(.ticket, house)
        let form = try #require(await house.messenger.forms.last)
        #expect(form.title == "JIRA ticket" && form.fields.map(\.isRequired) == [false, false, false])
        let sent = FormSubmission(purpose: form.purpose, answers: [:])
        #expect(await house.take(.form(sent)).first?.hasPrefix("Ticket SEC-1 for payments") == true)
        #expect(house.ticketing.created == 1)
        #expect(await press(.scan, house).last?.hasPrefix("Scan of 2 regions finished. 2 regions in trouble") == true)
    }

    @Test("A press in one's own message leaves other owners' accounts alone")
    func ownOnly() async throws {
        let house = await house()
        house.set(research, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await press(.acknowledge, house)
        #expect(try await house.issue(research)?.state == .open)
        #expect(try await house.issue(payments)?.state == .acknowledged(by: "U1"))
    }

    @Test("The form's answers become entries with a reason and an end, for all regions of the alert")
    func form() async throws {
        let house = await house()
        _ = await press(.whitelist, house)
        let form = try #require(await house.messenger.forms.last)
        let said = await house.take(
            .form(FormSubmission(purpose: form.purpose, answers: ["reason": "a\n drill", "until": "2d"])))
        #expect(
            said.first
                == "Whitelisted by U1: payments (111111111111) eu-west-1, us-east-1 until 2023-11-16 22:13 UTC, because a drill. 2 issues are quiet now."
        )
        let refused = await house.take(
            .form(FormSubmission(purpose: form.purpose, answers: ["reason": "x", "until": "some day"])))
        #expect(refused.first?.hasPrefix("Nothing was whitelisted: some day is no time I understand") == true)
    }

    @Test("A snooze that is over, and an entry that ended, open the issue again and say so")
    func clock() async throws {
        let house = await house()
        _ = await house.say("snooze payments eu-west-1 for 1h")
        _ = await house.say("whitelist add payments us-east-1 until 2h because it is a drill")
        _ = await house.courier.deliverDue()
        try await house.book.reviewAll()
        #expect(try await house.issue()?.status == .snoozed)
        watch.advance(by: 3_600)
        try await house.book.reviewAll()
        #expect(try await house.issue()?.status == .open)
        #expect(try await house.issue(payments, virginia)?.status == .whitelisted)
        watch.advance(by: 3_600)
        try await house.book.reviewAll()
        _ = await house.courier.deliverDue()
        #expect(try await house.issue(payments, virginia)?.status == .open)
        let replies = await house.messenger.sent.filter { $0.conversation?.channel == "alice" }.map(\.message.summary)
        #expect(
            replies.last == """
                The snooze is over, and it is still there: payments (111111111111) eu-west-1.
                The whitelist entry ended, and it is still there: payments (111111111111) us-east-1.
                """)
    }

    @Test("Without roles anybody may say who is on it, and nobody may quiet anything")
    func withoutRoles() async throws {
        let house = await house(roles: nil)
        #expect(await press(.acknowledge, house).first?.hasPrefix("U1 is on it") == true)
        #expect(await press(.snooze, house).first?.contains("roles.operator") == true)
        #expect(await press(.whitelist, house).first?.contains("roles.approver") == true)
        #expect(await house.messenger.forms.isEmpty)
    }

    @Test("One issue is shown with its trails, what would mend it, and all that happened")
    func shown() async {
        let house = await house()
        _ = await house.say("acknowledge payments eu-west-1")
        let text = await house.say("issue payments eu-west-1").first ?? ""
        for line in [
            "payments (111111111111), eu-west-1", "Status: acknowledged by U1", "Severity: critical",
            "• disabled: logging is stopped since 2023-11-14 22:13 UTC",
            "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main: stopped since 2023-11-14 22:13 UTC",
            "aws cloudtrail start-logging --name arn:aws:cloudtrail:eu-west-1:111111111111:trail/main",
            "2023-11-14 22:13 UTC first seen", "2023-11-14 22:13 UTC told", "acknowledged by U1",
        ] { #expect(text.contains(line), "\(line)") }
        #expect(await house.say("issue payments eu-west-3").first?.hasPrefix("No issue was ever seen") == true)
    }

    @Test("A trail that was redirected under another's cover is told once, with what was and what is")
    func changed() async throws {
        let house = House(now: watch.now)
        var trail = TrailSnapshot.healthy
        trail.trail.bucket = "logs"
        house.set(payments, ireland, .known([trail]))
        _ = await house.say("scan account payments")
        trail.trail.bucket = "elsewhere"
        house.set(payments, ireland, .known([trail]))
        for _ in 1...3 {
            _ = await house.say("scan account payments")
            _ = await house.courier.deliverDue()
        }
        let alice = await house.messenger.sent.filter { $0.conversation?.channel == "alice" }
        #expect(
            alice.map(\.message.summary) == [
                "CloudTrail changed: payments (111111111111), eu-west-1. changed: main bucket was logs, is now elsewhere"
            ])
        #expect(try await house.issue()?.status == .closed)
    }

    @Test("A change that could not be stored is seen again by the next scan")
    func changeNotLost() async throws {
        let house = House(now: watch.now)
        house.set(payments, ireland, .known([.healthy]))
        _ = await house.say("scan account payments")
        house.set(
            payments, ireland,
            .known(
                [.healthy].filter { _ in false } + [
                    TrailSnapshot(
                        trail: Trail(arn: "arn", name: "other"), status: .known(TrailStatus(isLogging: true)),
                        selection: .known(.standard))
                ]))
        await house.store.fail(with: StoreError(.unavailable, "the disk is full"))
        _ = await house.scans.scan(ScanPlan(accounts: [payments], regions: .enabled))
        await house.store.fail(with: nil)
        #expect(try await house.issue() == nil)
        _ = await house.scans.scan(ScanPlan(accounts: [payments], regions: .enabled))
        #expect(try await house.issue()?.findings.map(\.kind) == [.changed])
    }
}
