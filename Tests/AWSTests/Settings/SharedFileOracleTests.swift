import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

/// botocore is what the AWS CLI reads these files with.
@Suite("Shared files against botocore")
struct SharedFileOracleTests {
    /// What both make of a file.
    private struct Reading: Codable, Equatable {
        var profiles: [String: Keys]
        var sessions: [String: Keys]
        var services: [String: Keys]
    }

    private struct Keys: Codable, Equatable {
        var values: [String: String]
        var nested: [String: [String: String]]

        init(_ section: SharedSection) {
            values = section.values
            nested = section.nested
        }
    }

    private struct Case: Codable {
        var kind: String
        var text: String
    }

    @Test("Four thousand nasty files are read as botocore reads them, or refused as it refuses them")
    func files() async throws {
        var generator = SplitMix(seed: 20_261_124)
        let cases = (0..<4000).map { number in
            Case(kind: number % 4 == 0 ? "credentials" : "config", text: Self.file(&generator))
        }
        let readings: [Reading?] = try await Self.ask(Self.fileScript, cases)
        try #require(readings.count == cases.count)
        for (item, expected) in zip(cases, readings) { #expect(Self.read(item) == expected, "\(item)") }
        // Else the files say little: enough must be legal, and enough not.
        #expect((1000...3000).contains(readings.count { $0 == nil }))
    }

    @Test("Four thousand lines are split into words as Python's shlex splits them")
    func words() async throws {
        var generator = SplitMix(seed: 4)
        let lines = (0..<4000).map { _ in
            (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                generator.pick(["a", "b", "é", " ", "  ", "\t", "\n", "'", "\"", "\\", "#", "$x", "|"])
            }.joined()
        }
        let expected: [[String]?] = try await Self.ask(Self.wordScript, lines)
        try #require(expected.count == lines.count)
        for (line, words) in zip(lines, expected) {
            #expect(ShellWords.split(line) == words, "\(line.debugDescription)")
        }
    }

    private static func read(_ item: Case) -> Reading? {
        let kind = item.kind == "config" ? SharedFile.Kind.config : .credentials
        return (try? SharedFile(item.text, kind: kind, path: "f")).map {
            Reading(
                profiles: $0.profiles.mapValues(Keys.init), sessions: $0.ssoSessions.mapValues(Keys.init),
                services: $0.services.mapValues(Keys.init))
        }
    }

    private static func ask<Answer: Decodable>(_ script: String, _ input: some Encodable) async throws -> Answer {
        let lines = try await TemporaryDirectory.with { directory in
            let json = String(decoding: try JSONEncoder().encode(input), as: UTF8.self)
            let path = try directory.write(json, to: "cases.json")
            return try await ChildProcess.output(of: [ProjectPython.path, "-c", script, path, directory.path])
        }
        return try JSONDecoder().decode(Answer.self, from: Data(lines.joined(separator: "\n").utf8))
    }

    private static func file(_ generator: inout SplitMix) -> String {
        let newline = generator.pick(["\n", "\n", "\n", "\r\n"])
        var text = ""
        for number in 0..<Int.random(in: 1...9, using: &generator) {
            let isHeader = number == 0 ? !generator.once(in: 30) : generator.once(in: 3)
            text += isHeader ? header(&generator) : line(&generator)
            text += generator.once(in: 25) ? "\r" : newline
        }
        return text
    }

    private static func header(_ generator: inout SplitMix) -> String {
        let names = [
            "default", "DEFAULT", " default ", "profile a", "profile b", "profile  c", "profile \"x y\"",
            "profile 'x y'",
            "profile x y", "profile default", "profile", "profilea b", "sso-session corp", "sso-session \"c d\"",
            "services local", "plugins", "preview x", "a", "b\\ c", "profile b\\ c", "profile \"a", "profile é", "",
            "x]y",
        ]
        let indent = generator.once(in: 12) ? generator.pick([" ", "\t"]) : ""
        let tail = generator.once(in: 8) ? generator.pick([" # why", ";x", " ]", " x = y"]) : ""
        return indent + "[" + generator.pick(names) + (generator.once(in: 40) ? "" : "]") + tail
    }

    private static func line(_ generator: inout SplitMix) -> String {
        if generator.once(in: 5) { return generator.pick(["", " ", "\t ", "# note", "  ; note", "#", ";x = y"]) }
        let indent = generator.once(in: 3) ? generator.pick([" ", "  ", "\t", "    ", "\u{A0}"]) : ""
        if generator.once(in: 20) { return indent + generator.pick(["just words", "=", ": x", "= y"]) }
        let keys = ["region", "Region", "s3", "s3", "role_arn", "a:b", "with space", "endpoint_url", "é", "x#y", "[k"]
        let delimiter = generator.pick(["=", " = ", " =", "= ", ":", " : ", "\t=\t", "=="])
        let values = [
            "", "", "", "eu-west-1", "arn:aws:iam::1:role/x", "a = b", "x # y", "x ; y", "\"quoted\"", "'q'",
            "  spaced  ",
            "a\\", "ä☃", "[x]", "%(x)s", "x\u{A0}", "\u{1F}x", "e\u{301}",
        ]
        return indent + generator.pick(keys) + delimiter + generator.pick(values)
    }

    private static let fileScript = """
        import json, os, sys
        from botocore.configloader import load_config, raw_config_parse
        from botocore.exceptions import ConfigParseError

        def keys(sections):
            return {name: {"values": {k: v for k, v in section.items() if isinstance(v, str)},
                           "nested": {k: v for k, v in section.items() if isinstance(v, dict)}}
                    for name, section in sections.items()}

        answers = []
        path = os.path.join(sys.argv[2], "file")
        for case in json.load(open(sys.argv[1])):
            with open(path, "wb") as file:
                file.write(case["text"].encode())
            try:
                if case["kind"] == "config":
                    read = load_config(path)
                    answers.append({"profiles": keys(read["profiles"]), "sessions": keys(read["sso_sessions"]),
                                    "services": keys(read["services"])})
                else:
                    answers.append({"profiles": keys(raw_config_parse(path)), "sessions": {}, "services": {}})
            except ConfigParseError:
                answers.append(None)
        print(json.dumps(answers))
        """

    private static let wordScript = """
        import json, shlex, sys

        def split(line):
            try:
                return shlex.split(line)
            except ValueError:
                return None

        print(json.dumps([split(line) for line in json.load(open(sys.argv[1]))]))
        """
}
