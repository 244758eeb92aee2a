import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite("The log", .serialized)
struct LogTests {
    private struct Line: Decodable {
        var time: String
        var level: String
        var part: String
        var message: String
        var data: [String: String]
    }

    private func lines(_ bot: BotProcess) throws -> [Line] {
        try bot.lastLines(10_000).map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test("Where it is no terminal every line is JSON, and one id leads from the envelope to AWS's answer")
    func correlation() async throws {
        try await Stage.run(arguments: [
            "--log-level", "warning", "--log-level", "aws=debug", "--log-level", "requests=info",
        ]) {
            stage in
            _ = try await stage.ask("scan account payments", answer: "payments")
            let lines = try lines(stage.bot)
            #expect(Set(lines.map(\.part)).isSubset(of: ["aws", "requests"]))
            let command = try #require(lines.first { $0.data["command"] == "scan" })
            let id = try #require(command.data["request"])
            let answers = lines.filter { $0.part == "aws" && $0.data["request"] == id }
            #expect(
                answers.contains { $0.data["call"] == "cloudtrail:DescribeTrails" && $0.data["aws_request"] != nil })
            #expect(answers.allSatisfy { $0.level == "debug" && $0.message == "AWS answered." })
        }
    }

    @Test("What people type stands in a line as they typed it, whatever characters it has")
    func hostileText() async throws {
        let text = "scan \"pay\\ments\" \u{1}\u{1B}[31m\t\u{7F}\u{2028}<b>/é🙂"
        try await Stage.run(arguments: ["--log-level", "audit=debug"]) { stage in
            _ = try await stage.ask(text, answer: "scan")
            let line = try #require(try lines(stage.bot).first { $0.part == "audit" })
            #expect(line.data["text"] == text)
        }
    }

    @Test("Plain lines are for a terminal: time, level, part, message, details")
    func plain() async throws {
        try await Stage.run(arguments: ["--log-format", "plain"]) { stage in
            _ = try await stage.ask("ping", answer: "pong")
            let line = try #require(stage.bot.lastLines(100).first { $0.contains("A command is carried out.") })
            #expect(
                line.wholeMatch(
                    of:
                        /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info requests: A command is carried out\. command=ping person=\w+ request=\S+/
                )
                    != nil, "\(line)")
        }
    }
}
