import Testing

@testable import Sandbox

@Suite("A conversation with the bot", .serialized)
struct ConversationTests {
    @Test("Ping is answered where it was asked: directly, mentioned, in a thread, by slash command")
    func ping() async throws {
        try await Stage.run { stage in
            let (mark, security) = (stage.mark, try await stage.channel("security"))
            let direct = try await stage.ask("ping", answer: "pong")
            #expect(direct.thread == nil)

            try await stage.say("@trailwatch ping", in: security)
            let mentioned = try await stage.message(since: mark, in: security, containing: "pong")
            #expect(mentioned.thread == nil && mentioned.audience == nil)

            let head = try await stage.say("What about the audit?", in: security)
            try await stage.say("@trailwatch ping", in: security, thread: head.ts)
            let threaded = try await stage.message(since: mark, in: security, thread: head.ts, containing: "pong")
            #expect(threaded.thread == head.ts)

            let payments = try await stage.channel("payments")
            try await stage.workspace.command("ping", as: Stage.person("alice"), in: payments)
            _ = try await stage.message(since: mark, in: payments, containing: "pong")
            // Where the bot cannot be, it still can answer.
            let board = try await stage.channel("board")
            try await stage.workspace.command("ping", as: Stage.person("dana"), in: board)
            _ = try await stage.message(since: mark, in: board, containing: "pong")
        }
    }

    @Test("Help, status and issues are answered before anything was scanned, without claiming that all is well")
    func beforeTheFirstScan() async throws {
        try await Stage.run { stage in
            let help = try await stage.ask("help", answer: "scan all")
            for word in ["whitelist add", "issues", "ticket", "status", "ping"] { #expect(help.text.contains(word)) }
            let status = try await stage.ask("status", answer: "Accounts watched: 5")
            #expect(status.text.contains("Last scan: none yet"))
            _ = try await stage.ask("issues", answer: "No complete scan has run yet")
        }
    }

    @Test("A scan of everything is one message, edited into its summary; issues and status tell the same afterwards")
    func scanAll() async throws {
        try await Stage.run { stage in
            let (mark, place) = (stage.mark, await stage.direct("dana"))
            let summary = try await stage.ask("scan all", answer: "Scan of all accounts finished.")
            #expect(summary.text.contains("4 regions in trouble; 8 of 10 regions checked."))
            for line in [
                "payments (222222222222) us-east-1: ", "lake (333333333333) eu-west-1, us-east-1: ",
                "shop (444444444444) eu-west-1: ", "NoSuchBucket",
                "acquired (555555555555) eu-west-1, us-east-1: AssumeRole: AccessDenied",
            ] { #expect(summary.text.contains(line), "\(summary.text)") }
            let posted = stage.posted(since: mark, in: place)
            #expect(posted.map(\.ts) == [summary.ts])
            #expect(posted.first?.isProvisional == true)

            let issues = try await stage.ask("issues", answer: "222222222222")
            for account in ["333333333333", "444444444444"] { #expect(issues.text.contains(account)) }
            #expect(issues.text.hasSuffix("Not all could be checked of acquired (555555555555)."))
            let status = try await stage.ask("status", answer: "Open issues: 4")
            #expect(status.text.contains("8 of 10 regions in 5 accounts"))
            #expect(status.text.contains("acquired (555555555555)"))
        }
    }

    @Test("A word that is no command is answered with the ones that were meant")
    func nonsense() async throws {
        try await Stage.run { stage in
            let answer = try await stage.ask("isues", answer: "Did you mean issues?")
            #expect(answer.text.contains("This would work: issues [account &lt;id or name&gt;]"))
            _ = try await stage.ask("make me a sandwich", answer: "Unknown command make.", "help")
            _ = try await stage.ask("scan account paymnts", answer: "payments")
        }
    }

    @Test("A guest is refused, and a member without the role is told which one is missing")
    func refused() async throws {
        try await Stage.run { stage in
            let (mark, security) = (stage.mark, try await stage.channel("security"))
            try await stage.say("@trailwatch scan all", as: "gus", in: security)
            let refusal = try await stage.message(since: mark, in: security, containing: "needs the role operator")
            #expect(refusal.audience == Stage.person("gus"))
            _ = try await stage.ask(
                "whitelist add payments *", as: "alice", answer: "whitelist add", "approver", "roles.approver")
            // Neither left a trace.
            _ = try await stage.ask("whitelist list", answer: "The whitelist is empty.")
            let asked = stage.sandbox.estate.journal.entries.filter { !"\($0)".contains("GetCallerIdentity") }
            #expect(asked.isEmpty, "the bot asks who it is when it starts, and nothing more")
        }
    }
}
