import Networking
import Testing

@testable import Sandbox

@Suite("A crash", .serialized)
struct CrashTests {
    /// Every answer about trails takes its time, shop's never comes.
    private static let slow: [(account: String, seconds: JSONValue)] = [
        ("222222222222", 1), ("333333333333", 1), ("444444444444", 300),
    ]

    @Test("Killed in a scan and started again: issues, notices and accepted risks are there, everybody is told")
    func killed() async throws {
        try await Sandbox.run(SmallCompany.scenario(changing: SmallCompany.scanning), timings: Stage.timings) {
            sandbox in
            for (account, seconds) in Self.slow {
                try await sandbox.estate.change(
                    account: account,
                    set: ["troubles": [["kind": "slow", "regions": ["eu-west-1", "us-east-1"], "seconds": seconds]]])
            }
            let first = try await crashed(in: sandbox)
            await sandbox.workspace.mend()
            for (account, _) in Self.slow {
                try await sandbox.estate.change(account: account, set: ["troubles": nil])
            }

            let mark = sandbox.workspace.journal.mark
            try await Stage.run(in: sandbox, directory: first.directory) { stage in
                let (security, payments) = (try await stage.channel("security"), try await stage.channel("payments"))
                for place in [payments, await stage.direct("alice"), security] {
                    _ = try await stage.message(
                        since: mark, in: place, containing: "CloudTrail disabled", "222222222222")
                }
                for words in ["333333333333", "444444444444"] {
                    _ = try await stage.message(
                        since: mark, in: security, containing: "CloudTrail de", words, "eu-west-1")
                }
                let list = try await stage.ask("whitelist list", answer: "1 accepted risk")
                #expect(list.text.contains("lake (333333333333) us-east-1") && list.text.contains("because it moves"))
                _ = try await stage.ask("scan all", answer: "Scan of all accounts finished.")
                _ = try await stage.ask("issues status whitelisted", answer: "333333333333", "us-east-1")
                _ = try await stage.ask("status", answer: "Open issues: 3", "Whitelisted: 1")
                // The accepted risk is nobody's alarm.
                #expect(
                    !stage.posted(since: 0, in: security).contains {
                        $0.text.contains("CloudTrail de") && $0.text.contains("333333333333")
                            && $0.text.split(separator: "\n").contains {
                                $0.hasPrefix("Region") && $0.contains("us-east-1")
                            }
                    })
            }
        }
    }

    @Test(
        "Killed the moment JIRA creates a ticket and started again: the ticket is finished, and there is no second one")
    func killedWhileOpeningTicket() async throws {
        try await Sandbox.run(SmallCompany.scenario(), timings: Stage.timings) { sandbox in
            let bot = try BotProcess(executable: Program.path("trailwatch"), sandbox: sandbox)
            let stage = Stage(sandbox: sandbox, bot: bot)
            do {
                try await stage.connected(since: 0)
                _ = try await stage.ask("scan account payments", answer: "finished")
                try await stage.say("ticket payments us-east-1", in: await stage.direct("dana"))
                let created = try await sandbox.jira.journal.first(since: 0, within: Stage.patience) { event in
                    if case .created = event { true } else { nil }
                }
                try #require(created == true)
            } catch {
                await bot.stop()
                throw Stage.Silence(description: "\(error)\n" + bot.lastLines(30).joined(separator: "\n"))
            }
            #expect(await bot.crash() == .init(status: 9, wasSignal: true))
            try await Stage.run(in: sandbox, directory: bot.directory) { stage in
                _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
                let tickets = await sandbox.jira.issues.filter { $0.key != "PAY-7" }
                #expect(tickets.map(\.key) == ["PAY-8"])
                #expect(tickets.first?.links.map(\.other) == ["PAY-7"])
                #expect(tickets.first?.fields["assignee"]?["emailAddress"] == "alice@example.com")
            }
        }
    }

    /// A bot that was killed between finding and telling.
    private func crashed(in sandbox: Sandbox) async throws -> BotProcess {
        let workspace = sandbox.workspace
        let bot = try BotProcess(executable: Program.path("trailwatch"), sandbox: sandbox)
        let stage = Stage(sandbox: sandbox, bot: bot)
        do {
            try await stage.connected(since: 0)
            _ = try await stage.ask(
                "whitelist add lake us-east-1 until 30d because it moves", answer: "Whitelisted by",
                "lake (333333333333)")
            let mark = stage.mark
            await workspace.fail(next: 10_000, of: "chat.postMessage", with: .status(503))
            try await stage.occurrence("an attempt to tell", since: mark) {
                $0 == .called(method: "chat.postMessage", error: "HTTP 503") ? () : nil
            }
        } catch {
            await bot.stop()
            throw Stage.Silence(description: "\(error)\n" + bot.lastLines(30).joined(separator: "\n"))
        }
        #expect(await bot.crash() == .init(status: 9, wasSignal: true))
        #expect(stage.posted(since: 0, in: try await stage.channel("payments")).isEmpty)
        return bot
    }
}
