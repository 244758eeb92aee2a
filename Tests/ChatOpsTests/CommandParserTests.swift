import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("The grammar")
struct CommandParserTests {
    static let understood: [(String, Command)] = [
        ("", .help), ("help", .help), ("  PING ", .ping), ("status", .status), ("doctor", .doctor),
        ("scan all", .scanAll),
        ("scan", .ask(.scan)), ("whitelist add", .ask(.whitelist)), ("audit", .audit(account: nil, before: nil)),
        ("audit payments prod", .audit(account: "payments prod", before: nil)),
        ("scan account 111111111111", .scanAccount("111111111111", regions: [])),
        (
            "scan account “payments prod” in eu-west-1, us-east-1",
            .scanAccount("payments prod", regions: [ireland, virginia])
        ),
        (
            "scan account Live in Berlin in eu-west-1 and us-east-1",
            .scanAccount("Live in Berlin", regions: [ireland, virginia])
        ),
        ("issues", .issues(accounts: [], statuses: [])),
        (
            "issues account payments prod status open,closed",
            .issues(accounts: ["payments prod"], statuses: [.open, .closed])
        ),
        ("issues open", .issues(accounts: [], statuses: [.open])),
        ("whitelist", .whitelistList), ("whitelist list", .whitelistList),
        ("whitelist add payments *", .whitelistAdd(.regions(account: "payments", [.all]), until: nil, reason: nil)),
        (
            "whitelist add payments prod eu-west-1 us-east-1 because it is a drill",
            .whitelistAdd(
                .regions(account: "payments prod", [.region(ireland), .region(virginia)]), until: nil,
                reason: "it is a drill")
        ),
        (
            "whitelist add payments eu-west-1 until 2026-12-31 because it moves",
            .whitelistAdd(
                .regions(account: "payments", [.region(ireland)]),
                until: .at(Date(timeIntervalSince1970: 1_798_761_600)), reason: "it moves")
        ),
        ("issue payments eu-west-1", .issue(account: "payments", region: ireland)),
        ("ack payments *", .acknowledge(.regions(account: "payments", [.all]))),
        ("acknowledge payments eu-west-1", .acknowledge(.regions(account: "payments", [.region(ireland)]))),
        ("reopen payments eu-west-1", .release(.regions(account: "payments", [.region(ireland)]))),
        (
            "snooze data for ml eu-west-1 for 4h",
            .snooze(.regions(account: "data for ml", [.region(ireland)]), until: .after(.seconds(14_400)))
        ),
        (
            "snooze payments * until 2026-12-31t18:30",
            .snooze(
                .regions(account: "payments", [.all]), until: .at(Date(timeIntervalSince1970: 1_798_741_800)))
        ),
        (
            "whitelist remove 111111111111 eu-west-1",
            .whitelistRemove(account: "111111111111", scopes: [.region(ireland)])
        ),
        ("ticket payments eu-west-1", .ticket(.regions(account: "payments", [.region(ireland)]))),
        ("ticket prod-eu-1 eu-west-1", .ticket(.regions(account: "prod-eu-1", [.region(ireland)]))),
        ("accounts", .accounts(part: nil)), ("accounts pay ments", .accounts(part: "pay ments")),
        ("account 111111111111 name", .accountName("111111111111")),
        ("account payments prod status", .accountStatus("payments prod")),
        ("cloudtrails config", .configuration), ("cloudtrails whitelisted items", .whitelistList),
    ]

    @Test("Text becomes a command", arguments: understood.indices)
    func understands(row: Int) throws {
        let (text, command) = Self.understood[row]
        #expect(try CommandParser().parse(text) == command, "\(text)")
    }

    static let refused: [(String, String)] = [
        ("frobnicate", "Unknown command frobnicate."),
        ("scna all", "Unknown command scna. Did you mean scan?"),
        ("whitelst", "Unknown command whitelst. Did you mean whitelist?"),
        ("scan everything", "I can scan account or all, not everything."),
        ("scan account", "Which account?"),
        ("scan account x in Ireland", "Ireland is not a region; they look like eu-west-1."),
        ("scan all now", "scan all takes nothing more, but now followed."),
        ("issues sattus", "I do not understand sattus here."),
        ("issues status broken", "There is no status broken."),
        ("whitelist add payments", "Which regions? I found none in payments."),
        ("whitelist add eu-west-1", "Which regions? I found none in eu-west-1."),
        ("whitelist add payments ,", "Which regions? I found none in payments ,."),
        ("whitelist remove", "Which account?"),
        ("whitelist add payments eu-west-1 ireland", "ireland is not a region; they look like eu-west-1."),
        ("whitelist burn", "The whitelist can list, add or remove, not burn."),
        ("ticket payments *", "A ticket is for one region."),
        ("account x colour", "I can tell an account's name or status, not colour."),
        ("cloudtrails", "Ask for the configuration or the whitelisted items."),
    ]

    @Test("A refusal names the word that was in the way", arguments: refused.indices)
    func refuses(row: Int) {
        let (text, reason) = Self.refused[row]
        let refusal = #expect(throws: Refusal.self) { try CommandParser().parse(text) }
        #expect(refusal?.reason.plain == reason)
        #expect(refusal?.wouldWork.isEmpty == false)
    }

    @Test("A message of 40,000 characters is refused with a short one")
    func veryLong() {
        let refusal = #expect(throws: Refusal.self) { try CommandParser().parse(String(repeating: "x", count: 40_000)) }
        #expect(refusal.map { $0.message.summary.count < 200 } == true)
    }
}
