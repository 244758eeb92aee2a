import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Commands on a terminal", .serialized)
struct CommandLineTests {
    /// The program at a terminal, with the files of a sandbox.
    private struct Terminal {
        let sandbox: Sandbox
        let directory: TemporaryDirectory
        let setup: BotSetup

        func run(_ words: String...) async throws -> Program.Outcome {
            try await Program.run(
                "trailwatch", words + ["--config", directory.path], environment: setup.environment)
        }

        /// Runs, and reads the one document on standard output.
        func json(_ words: String...) async throws -> (status: Int32, document: JSONValue) {
            let outcome = try await Program.run(
                "trailwatch", words + ["--json", "--config", directory.path], environment: setup.environment)
            #expect(outcome.errors.isEmpty)
            return (outcome.status, try JSONValue(parsing: Data(outcome.output.utf8)))
        }
    }

    private func withTerminal(_ body: @Sendable (Terminal) async throws -> Void) async throws {
        try await Sandbox.run(SmallCompany.scenario()) { sandbox in
            try await TemporaryDirectory.with { directory in
                let setup = BotSetup(sandbox, state: directory.file("state"))
                try setup.write(to: directory.path)
                try await body(Terminal(sandbox: sandbox, directory: directory, setup: setup))
            }
        }
    }

    @Test("A proxy of the environment is used, but for what NO_PROXY excepts")
    func proxies() async throws {
        try await withTerminal { terminal in
            var environment = terminal.setup.environment
            environment["http_proxy"] = "http://127.0.0.1:1"
            func scan() async throws -> Int32 {
                try await Program.run(
                    "trailwatch", ["scan", "payments", "--config", terminal.directory.path], environment: environment
                ).status
            }
            let unreachable = try await scan()
            #expect(unreachable == 1, "nobody is there to ask")
            environment["NO_PROXY"] = "127.0.0.0/8"
            let reached = try await scan()
            #expect(reached == 2)
        }
    }

    @Test("scan --json is one document: the lists by finding, the unknown, the detail of each account")
    func document() async throws {
        try await withTerminal { terminal in
            let (status, document) = try await terminal.json("scan")
            #expect(status == 2)
            #expect(
                Set((document.object ?? [:]).keys)
                    == [
                        "disabled", "degraded", "delivery_errors", "changed", "unknown", "regions", "causes",
                        "accounts",
                    ])
            #expect(
                document["causes"]?.array?.first == [
                    "cause": "no_trail/222222222222", "severity": "critical",
                    "places": [["222222222222", "us-east-1"]],
                ])
            #expect(document["disabled"] == [["222222222222", "us-east-1"]])
            #expect(document["degraded"] == [["444444444444", "eu-west-1"]])
            #expect(document["delivery_errors"] == [["333333333333", "eu-west-1"], ["333333333333", "us-east-1"]])
            #expect(document["unknown"] == [["555555555555", "eu-west-1"], ["555555555555", "us-east-1"]])
            #expect(document["regions"] == ["known": 10, "checked": 8])
            let accounts = try #require(document["accounts"]?.object)
            #expect(accounts.count == 5)
            let lake = try #require(accounts["333333333333"]?["regions"]?["eu-west-1"])
            #expect(lake["verdict"] == "broken")
            #expect(lake["trails"]?.array?.first?["delivery_errors"] == ["s3": "NoSuchBucket"])
            #expect(accounts["111111111111"]?["regions"]?["us-east-1"]?["verdict"] == "healthy")
            let closed = accounts["555555555555"]?["regions"]?["us-east-1"]
            #expect(closed?["verdict"] == "unknown")
            #expect(closed?["unknown"]?.array?.first?["call"] == "AssumeRole")
        }
    }

    @Test("The table names account, region and finding, and ends with what was checked")
    func table() async throws {
        try await withTerminal { terminal in
            let outcome = try await terminal.run("scan")
            #expect(outcome.status == 2)
            #expect(outcome.errors.isEmpty)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("ACCOUNT") == true)
            #expect(lines.contains { $0.hasPrefix("payments (222222222222)") && $0.contains("us-east-1  disabled") })
            #expect(lines.last == "4 regions in trouble; 8 of 10 regions in 5 accounts checked.")
            #expect(!outcome.output.contains("\u{1B}"))
        }
    }

    @Test("Exit codes: 0 clean, 2 trouble, 3 unknown, 1 cannot start, 64 misused")
    func exitCodes() async throws {
        try await withTerminal { terminal in
            let clean = try await terminal.run("scan", "security")
            #expect(clean.status == 0)
            #expect(clean.output == "No problems: 2 of 2 regions in 1 accounts checked.\n")
            #expect(try await terminal.run("scan", "222222222222").status == 2)
            #expect(try await terminal.run("scan", "payments", "--regions", "eu-west-1").status == 0)
            #expect(try await terminal.run("scan", "acquired").status == 3)
            let unknown = try await terminal.run("scan", "paymnts")
            #expect(unknown.status == 1 && unknown.output.isEmpty)
            #expect(unknown.errors.hasPrefix("trailwatch: ") && unknown.errors.contains("paymnts"))
            let misused = try await terminal.run("scan", "--regions", "Mars")
            #expect(misused.status == 64 && misused.output.isEmpty)
            #expect(misused.errors.contains("`Mars` is not a region"))
            #expect(try await terminal.run("scn").status == 64)
        }
    }

    @Test("Keys that AWS does not know end a scan before it begins")
    func wrongKeys() async throws {
        try await withTerminal { terminal in
            var environment = terminal.setup.environment
            environment["AWS_ACCESS_KEY_ID"] = "AKIAUNKNOWN"
            let outcome = try await Program.run(
                "trailwatch", ["scan", "--json", "--config", terminal.directory.path], environment: environment)
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("trailwatch: "), "\(outcome.errors)")
        }
    }

    @Test("Logs go to standard error, however many are asked for")
    func logs() async throws {
        try await withTerminal { terminal in
            let outcome = try await terminal.run("scan", "--json", "--log-level", "trace")
            #expect(outcome.status == 2)
            #expect(throws: Never.self) { try JSONValue(parsing: Data(outcome.output.utf8)) }
        }
    }

    @Test("Only --record stores: then issues lists what was found, and the whitelist quiets it")
    func record() async throws {
        try await withTerminal { terminal in
            #expect(try await terminal.run("scan").status == 2)
            #expect(!FileManager.default.fileExists(atPath: terminal.directory.file("state/trailwatch.sqlite")))
            let nothing = try await terminal.run("issues")
            #expect(nothing.status == 3)
            #expect(nothing.output == "No such issues are stored. No complete scan has run yet.\n")

            #expect(try await terminal.run("scan", "--record").status == 2)
            let (status, stored) = try await terminal.json("issues")
            #expect(status == 2)
            let issues = try #require(stored["issues"]?.array)
            let places = Set(issues.map { "\($0["account"]?.string ?? "") \($0["region"]?.string ?? "")" })
            #expect(
                places == [
                    "222222222222 us-east-1", "333333333333 eu-west-1", "333333333333 us-east-1",
                    "444444444444 eu-west-1",
                ])
            #expect(issues.allSatisfy { $0["status"] == "open" })

            let added = try await terminal.run("whitelist", "add", "payments", "us-east-1", "--because", "it moves")
            #expect(added.status == 0)
            #expect(
                added.output == "Whitelisted: payments (222222222222) us-east-1. Stored issues changed: 1.\n",
                "\(added.output)")
            let (listed, entries) = try await terminal.json("whitelist", "list")
            #expect(listed == 0)
            #expect(entries.array?.count == 1)
            #expect(entries.array?.first?["account"] == "222222222222")
            #expect(entries.array?.first?["reason"] == "it moves")
            let (_, quiet) = try await terminal.json("issues", "--account", "payments")
            #expect(quiet["issues"]?.array?.first?["status"] == "whitelisted")

            #expect(try await terminal.run("whitelist", "remove", "payments", "us-east-1").status == 0)
            let again = try await terminal.run("whitelist", "remove", "payments", "us-east-1")
            #expect(again.status == 1)
            #expect(again.errors.hasPrefix("trailwatch: "))
            #expect(try await terminal.run("whitelist").output == "The whitelist is empty.\n")
        }
    }

    @Test("What a scan records on a terminal is told by the bot when it runs")
    func told() async throws {
        try await withTerminal { terminal in
            #expect(try await terminal.run("scan", "--record").status == 2)
            let state = ["TRAILWATCH_STATE_DIR": terminal.directory.file("state")]
            try await Stage.run(in: terminal.sandbox, environment: state) { stage in
                for place in [try await stage.channel("payments"), await stage.direct("alice")] {
                    _ = try await stage.message(since: 0, in: place, containing: "CloudTrail disabled", "222222222222")
                }
            }
        }
    }
}
