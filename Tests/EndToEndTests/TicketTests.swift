import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite("Tickets from beginning to end", .serialized)
struct TicketTests {
    private func scenario(_ jira: JSONValue, _ flavour: String = "cloud") throws -> Scenario {
        try SmallCompany.scenario(
            changing: ["jira": ["flavour": .string(flavour)], "bot": ["configuration": ["jira": jira]]])
    }

    /// The next state of a ticket that matches, awaited.
    private func ticket(
        _ jira: JiraDesk, _ key: String, since mark: Int = 0, _ matches: @escaping @Sendable (JiraIssue) -> Bool
    ) async throws -> JiraIssue {
        let found = try await jira.journal.first(since: mark, within: Stage.patience) { event in
            switch event {
            case .created(let issue), .changed(let issue): issue.key == key && matches(issue) ? issue : nil
            case .called: nil
            }
        }
        return try #require(found)
    }

    @Test(
        "Without anybody asking, a cause gets one ticket for its regions that leads to the alert, lives and is closed",
        arguments: ["cloud", "datacenter"])
    func automatic(_ flavour: String) async throws {
        let scenario = try scenario(["opening": "automatic"], flavour)
        try await Sandbox.run(scenario, timings: Stage.timings, time: SandboxTime(speed: 60)) { sandbox in
            try await Stage.run(in: sandbox) { stage in
                let jira = sandbox.jira
                let account = "111111111111"
                try await sandbox.estate.change(account: account, trail: "audit", set: ["logging": false])
                _ = try await stage.ask("scan account security", answer: "finished")
                let alert = try await stage.message(
                    since: 0, in: try await stage.channel("security"), containing: "CloudTrail disabled", account)
                let created = try await ticket(jira, "SEC-1") { $0.remoteLinks.count == 1 }
                #expect(created.summary == "CloudTrail disabled in security (111111111111), 2 regions")
                let url = "slack.com/archives/\(alert.channel)/p\(alert.ts.filter { $0 != "." })"
                #expect("\(created.fields["description"] ?? "")".contains(url))
                #expect("\(created.remoteLinks)".contains(url))
                #expect("\(created.fields["description"] ?? "")".contains("Trailwatch"))

                let mark = jira.journal.mark
                try await sandbox.estate.change(account: account, trail: "audit", set: ["logging": true])
                _ = try await stage.ask("scan account security", answer: "finished")
                // The keeper may look between the two regions, and tells of one first; the last closes the ticket, then says so.
                _ = try await ticket(jira, "SEC-1", since: mark) { issue in
                    let last = "\(issue.comments.last ?? "")"
                    return issue.fields["status"]?["name"] == "Done" && last.contains("CloudTrail works again in")
                        && !last.contains("Still in trouble")
                }
                #expect(await jira.issues.map(\.key) == ["PAY-7", "SEC-1"])
            }
        }
    }

    @Test("Closed as Won't Fix with a due date the risk is accepted until then; then it is reported again, and is open")
    func wontFix() async throws {
        // A day of theirs is twelve seconds of ours.
        let time = SandboxTime(speed: 7200)
        try await Sandbox.run(scenario([:]), timings: Stage.timings, time: time) { sandbox in
            try await Stage.run(in: sandbox) { stage in
                let jira = sandbox.jira
                _ = try await stage.ask("scan account payments", answer: "finished")
                let payments = try await stage.channel("payments")
                let alert = try await stage.message(since: 0, in: payments, containing: "CloudTrail disabled")
                _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")

                let tomorrow = Date(timeIntervalSince1970: time.now() + 86_400).formatted(.iso8601).prefix(10)
                let mark = stage.mark
                try await jira.change("PAY-8") { $0.fields["duedate"] = .string(String(tomorrow)) }
                await jira.move("PAY-8", toDone: true, resolution: "Won't Fix")
                let accepted = try await stage.message(
                    since: mark, in: payments, thread: alert.ts, containing: "by JIRA", "until \(tomorrow)")
                #expect(accepted.text.contains("PAY-8 was closed as Done (Won't Fix)"))
                _ = try await ticket(jira, "PAY-8") { $0.labels.contains("whitelisted") }

                let end = jira.journal.mark
                let again = try await stage.message(
                    since: mark, in: payments, thread: alert.ts,
                    containing: "The whitelist entry ended, and it is still there")
                #expect(again.text.contains("us-east-1"))
                let open = try await ticket(jira, "PAY-8", since: end) { !$0.labels.contains("whitelisted") }
                #expect(open.labels.contains("cloudtrail"))
                _ = try await ticket(jira, "PAY-8", since: end) { $0.fields["status"]?["name"] == "To Do" }
                _ = try await stage.ask("issues status open", answer: "us-east-1")
            }
        }
    }

    /// What `cloudtrails.reporting` does, by what is switched on.
    @Test(
        "Reporting tells in Slack, opens tickets, does both or neither; asked for, there is a ticket wherever JIRA is on",
        arguments: [(true, true), (true, false), (false, true), (false, false)])
    func reporting(_ slack: Bool, _ jira: Bool) async throws {
        let configuration: JSONValue = [
            "slack": ["enabled": .bool(slack)], "jira": ["enabled": .bool(jira), "opening": "automatic"],
        ]
        let scenario = try SmallCompany.scenario(changing: ["bot": ["configuration": configuration]])
        try await Sandbox.run(scenario, timings: Stage.timings, time: SandboxTime(speed: 60)) { sandbox in
            try await Stage.run(in: sandbox) { stage in
                let payments = try await stage.channel("payments")
                _ = try await stage.ask("scan account payments", answer: "finished")
                if slack { _ = try await stage.message(since: 0, in: payments, containing: "CloudTrail disabled") }
                if jira { _ = try await ticket(sandbox.jira, "PAY-8") { !$0.links.isEmpty } }
                _ = try await stage.ask("ticket payments us-east-1", answer: jira ? "PAY-8" : "JIRA is off")
                #expect(stage.posted(since: 0, in: payments).isEmpty == !slack)
                #expect(await sandbox.jira.issues.count == (jira ? 2 : 1))
            }
        }
    }

    @Test("Closed while the trouble lasts, its owners are asked once, and may have it looked at again")
    func closedTooEarly() async throws {
        try await Sandbox.run(scenario([:]), timings: Stage.timings, time: SandboxTime(speed: 600)) { sandbox in
            try await Stage.run(in: sandbox) { stage in
                _ = try await stage.ask("scan account payments", answer: "finished")
                let payments = try await stage.channel("payments")
                _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
                let mark = stage.mark
                await sandbox.jira.move("PAY-8", toDone: true)
                let question = try await stage.message(
                    since: mark, in: payments, containing: "PAY-8 is closed, but CloudTrail is still disabled")
                let note = try await ticket(sandbox.jira, "PAY-8") { !$0.comments.isEmpty }
                #expect("\(note.comments)".contains("The owners were asked in chat what is right."))
                let pressed = stage.mark
                try await stage.workspace.press("Scan again", on: question, as: Stage.person("alice"))
                _ = try await stage.message(
                    since: pressed, in: payments, thread: question.ts, containing: "1 region in trouble")
                let asked = stage.posted(since: mark, in: payments).filter { $0.text.contains("PAY-8 is closed") }
                #expect(asked.count == 1)
            }
        }
    }

    @Test(
        "A JIRA that fails is told in one sentence, and the ticket comes by itself when it works again",
        arguments: [
            (JiraDesk.Trouble.status(500), 4, "JIRA has trouble of its own (500): try again later."),
            (.rateLimited(3600), 1, "JIRA limits the bot's requests (429): try again later."),
            (.status(403), 1, "The bot's JIRA account may not do this (403): check its permissions in the project."),
        ])
    func troubled(_ trouble: JiraDesk.Trouble, _ times: Int, _ sentence: String) async throws {
        try await Sandbox.run(scenario([:]), timings: Stage.timings, time: SandboxTime(speed: 60)) { sandbox in
            try await Stage.run(in: sandbox) { stage in
                _ = try await stage.ask("scan account payments", answer: "finished")
                let jira = sandbox.jira
                await jira.fail(next: times, method: "POST", pathEnding: "/search/jql", with: trouble)
                let answer = try await stage.ask("ticket payments us-east-1", answer: "The ticket was not opened")
                #expect(answer.text.contains("The ticket was not opened: " + sentence), "\(answer.text)")
                _ = try await ticket(jira, "PAY-8") { !$0.links.isEmpty }
                _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
                #expect(await jira.issues.count == 2)
            }
        }
    }
}
