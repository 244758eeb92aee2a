import Networking
import Testing

@testable import Sandbox

@Suite("Alerts and what people do about them", .serialized)
struct AlertTests {
    /// A stage where the payments account has been found in trouble; the alert in #payments.
    private func withAlert(_ body: (Stage, PostedMessage) async throws -> Void) async throws {
        try await Stage.run { stage in
            let mark = stage.mark
            _ = try await stage.ask("scan account payments", answer: "finished")
            let payments = try await stage.channel("payments")
            let alert = try await stage.message(
                since: mark, in: payments, containing: "CloudTrail disabled", "payments (222222222222)", "us-east-1")
            try await body(stage, alert)
        }
    }

    @Test("The account's channel, its owner and the default owner are told, once each, and others are not")
    func recipients() async throws {
        try await withAlert { stage, alert in
            let others = [await stage.direct("alice"), try await stage.channel("security")]
            for place in others {
                let told = try await stage.message(since: 0, in: place, containing: "222222222222", "us-east-1")
                #expect(told.text == alert.text)
            }
            // A second look finds the same, which is no news.
            _ = try await stage.ask("scan account payments", answer: "finished")
            _ = try await stage.ask("ping", answer: "pong")
            for place in others + [alert.channel] { #expect(stage.posted(since: 0, in: place).count == 1) }
            #expect(stage.posted(since: 0, in: await stage.direct("gus")).isEmpty)
        }
    }

    @Test("An account that works again is told to those who were told of the trouble")
    func recovery() async throws {
        try await withAlert { stage, alert in
            let mark = stage.mark
            try await stage.sandbox.estate.change(
                account: "222222222222", trail: "audit", set: ["multi_region": true])
            try await stage.workspace.press("Scan again", on: alert, as: Stage.person("alice"))
            let summary = try await stage.message(
                since: mark, in: alert.channel, thread: alert.ts, containing: "finished")
            #expect(summary.text.contains("No problems: 1 of 1 region checked."))
            _ = try await stage.message(since: mark, in: alert.channel, containing: "CloudTrail works again")
            _ = try await stage.message(since: mark, in: await stage.direct("alice"), containing: "works again")
        }
    }

    @Test("Whitelist: the button opens a form that wants a reason, the reason becomes the entry, the issue is quiet")
    func whitelist() async throws {
        try await withAlert { stage, alert in
            let mark = stage.mark
            try await stage.workspace.press("Whitelist…", on: alert, as: Stage.person("alice"))
            let refusal = try await stage.message(since: mark, in: alert.channel, containing: "roles.approver")
            #expect(refusal.audience == Stage.person("alice"))

            try await stage.workspace.press("Whitelist…", on: alert, as: Stage.person("dana"))
            let modal = try await stage.occurrence("the form", since: mark) {
                if case .modalOpened(let modal) = $0 { modal } else { nil }
            }
            #expect(modal.person == Stage.person("dana"))
            let blank: JSONValue = ["type": "plain_text_input", "value": "  "]
            try await stage.workspace.submit(modal.id, values: ["reason": ["answer": blank]])
            let problems = try await stage.occurrence("what is wrong with the form", since: mark) {
                if case .modalRefused(_, let problems) = $0 { problems } else { nil }
            }
            #expect(problems == ["reason": "Say why this is acceptable."])
            try await stage.workspace.submit(modal, answers: ["Moves to another account *in May* <!channel>"])
            let reply = try await stage.message(
                since: mark, in: alert.channel, thread: alert.ts, containing: "Whitelisted by", "us-east-1")
            #expect(reply.text.contains("1 issue is quiet now"))

            let list = try await stage.ask("whitelist list", answer: "1 accepted risk")
            #expect(list.text.contains("payments (222222222222) us-east-1"))
            #expect(list.text.contains("Moves to another account *in May*"))
            #expect(!list.text.contains("<!channel>"))
            _ = try await stage.ask("issues status whitelisted", answer: "222222222222", "us-east-1")
            let open = try await stage.ask("issues status open", answer: "No")
            #expect(!open.text.contains("222222222222"))

            _ = try await stage.ask(
                "whitelist remove payments us-east-1", answer: "No longer whitelisted", "1 issue is open again")
            _ = try await stage.ask("issues status open", answer: "222222222222")
        }
    }

    @Test("Ticket: however often the button is pressed there is one, assigned, linked, and named in every message")
    func ticket() async throws {
        try await withAlert { stage, alert in
            let mark = stage.mark
            for person in ["dana", "alice", "dana", "alice"] {
                let mark = stage.mark
                try await stage.workspace.press("Open ticket…", on: alert, as: Stage.person(person))
                let modal = try await stage.occurrence("the form", since: mark) {
                    if case .modalOpened(let modal) = $0 { modal } else { nil }
                }
                try await stage.workspace.submit(modal, answers: [])
            }
            let replies = try await stage.messages(4, since: mark) { $0.thread == alert.ts }
            #expect(replies.allSatisfy { $0.text.contains("PAY-8") })

            let created = await stage.sandbox.jira.issues.filter { $0.key != "PAY-7" }
            #expect(created.map(\.key) == ["PAY-8"])
            let issue = try #require(created.first)
            #expect(issue.summary.contains("222222222222") && issue.summary.contains("us-east-1"))
            #expect(issue.fields["assignee"]?["emailAddress"] == "alice@example.com")
            #expect(issue.links.map(\.other) == ["PAY-7"])

            for channel in [alert.channel, await stage.direct("alice")] {
                let edited = try await stage.workspace.nextMessage(since: mark, in: channel, within: Stage.patience) {
                    $0.edited != nil
                }
                let message = try #require(edited)
                #expect(message.blocks.contains { "\($0)".contains("PAY-8") })
                #expect(!message.blocks.contains { "\($0)".contains("Open ticket") })
            }
            _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
            #expect(await stage.sandbox.jira.issues.count == 2)
        }
    }

    @Test("Alert and ticket lead to each other")
    func links() async throws {
        try await withAlert { stage, alert in
            let jira = stage.sandbox.jira
            let mark = jira.journal.mark
            _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
            let link = try await jira.journal.first(since: mark, within: Stage.patience) { event in
                if case .changed(let issue) = event, issue.key == "PAY-8", let link = issue.remoteLinks.first {
                    "\(link)"
                } else {
                    nil
                }
            }
            let url = "slack.com/archives/\(alert.channel)/p\(alert.ts.filter { $0 != "." })"
            let direct = "slack.com/archives/\(await stage.direct("alice"))/p"
            #expect(link?.contains(url) == true || link?.contains(direct) == true, "\(link ?? "none")")
        }
    }

    @Test("The ticket lives: whitelisting labels it, taking that back removes the label, a resolution closes it")
    func ticketLives() async throws {
        try await withAlert { stage, _ in
            let jira = stage.sandbox.jira
            func change(since mark: Int, _ matches: @escaping @Sendable (JiraIssue) -> Bool) async throws -> JiraIssue {
                let found = try await jira.journal.first(since: mark, within: Stage.patience) { event in
                    if case .changed(let issue) = event, issue.key == "PAY-8", matches(issue) { issue } else { nil }
                }
                return try #require(found)
            }
            _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
            let deeds = [
                ("whitelist add payments us-east-1 until 30d because drill", true),
                ("whitelist remove payments us-east-1", false),
            ]
            for (deed, isLabelled) in deeds {
                let mark = jira.journal.mark
                _ = try await stage.ask(deed, answer: "payments (222222222222)")
                _ = try await change(since: mark) { $0.labels.contains("whitelisted") == isLabelled }
            }
            let mark = jira.journal.mark
            try await stage.sandbox.estate.change(account: "222222222222", trail: "audit", set: ["multi_region": true])
            _ = try await stage.ask("scan account payments", answer: "finished")
            let closed = try await change(since: mark) { $0.comments.count == 3 }
            #expect(closed.fields["status"]?["name"] == "Done" && closed.fields["resolution"]?["name"] == "Done")
            #expect("\(closed.comments[2])".contains("CloudTrail works again in"))
        }
    }
}
